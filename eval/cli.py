"""The shell's `eval` commands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.progress import Progress


@click.group("eval")
def evaluate() -> None:
    """Measure retrieval and answers."""


@evaluate.command()
@click.option("--beir", type=click.Path(path_type=Path), help="Folder in the BEIR layout.")
@click.option("--split", default="test", show_default=True, help="Which qrels/<split>.tsv of it.")
@click.option("--mode", type=click.Choice(["dense", "lexical", "hybrid"]), help="One signal; all when not given.")
@click.option("--questions", type=click.Path(path_type=Path), help="Score the gold papers of a question set instead.")
def retrieval(beir: Path | None, split: str, mode: str | None, questions: Path | None) -> None:
    """Score the retriever on a BEIR folder, a question set, or (with neither) the project's own questions."""
    from rag.shell import progress_on_stderr

    with progress_on_stderr() as progress:
        from rag.assistant import Assistant

        assistant = Assistant.load(progress=progress)
        if beir:
            _score_beir(assistant, beir, split, mode, progress)
        else:
            _score_questions(assistant, questions)


def _score_beir(assistant: "Assistant", folder: Path, split: str, mode: str | None, progress: "Progress") -> None:
    from eval.beir import read_beir
    from eval.retrieval import MEASURES, WEIGHTS, candidates, indexed, measured
    from rag.home import home_folder

    data = read_beir(folder, split)
    embedder = assistant.library.embedder
    index = indexed(data, home_folder() / "eval" / data.name, embedder, progress)
    found = candidates(data, index, embedder)
    click.echo(f"{data.name} {split}: {len(data.papers)} papers, {len(data.queries)} queries")
    click.echo("".join(f"{name:>10}" for name in ("", *map(str, MEASURES))))
    for name, weights in WEIGHTS.items():
        if mode in (None, name):
            scores = measured(found, data, weights)
            click.echo(f"{name:>10}" + "".join(f"{scores[str(measure)]:>10.4f}" for measure in MEASURES))


def _score_questions(assistant: "Assistant", path: Path | None) -> None:
    from eval.question_set import own_questions, read_questions
    from eval.retrieval import gold_ranks

    sets = {str(path): read_questions(path)} if path else {p: own_questions(p) for p in ("tune", "report")}
    for name, cases in sets.items():
        ranks = gold_ranks(assistant, [case for case in cases if case.type != "collection"])
        first = sum(rank == 1 for rank in ranks.values()) / len(ranks)
        five = sum(1 <= rank <= 5 for rank in ranks.values()) / len(ranks)
        click.echo(f"{name}: {len(ranks)} questions with a gold paper, first {first:.3f}, in the first five {five:.3f}")
