"""The shell's `eval` commands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index_store.errors import AbstractQAError

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


@evaluate.command()
@click.option("--questions", type=click.Path(path_type=Path), help="A question set; the reporting half when not given.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run; a run that was stopped goes on there.")
@click.option("--limit", type=click.IntRange(1), help="Ask only every n-th case, so that this many are asked.")
@click.option("--llm", help="Language model, as for `ask`.")
def answers(questions: Path | None, out: Path | None, limit: int | None, llm: str | None) -> None:
    """Ask a question set and score the answers; each case becomes a JSON line in the run's folder."""
    from eval.question_set import own_questions, read_questions
    from rag.home import home_folder
    from rag.shell import progress_on_stderr

    cases = read_questions(questions) if questions else own_questions("report")
    if limit:
        cases = cases[:: max(1, len(cases) // limit)][:limit]
    with progress_on_stderr() as progress:
        from eval.answers import ask_all, summary
        from rag.assistant import Assistant

        assistant = Assistant.load(progress=progress, llm=llm)
        folder = out or home_folder() / "eval" / f"answers-{assistant.settings.llm}-{assistant.library.index.name}"
        folder.mkdir(parents=True, exist_ok=True)
        outcomes = []
        for outcome in ask_all(assistant, cases, folder / "outcomes.jsonl"):
            outcomes.append(outcome)
            progress("Asking", len(outcomes), len(cases))
    for name, means in summary(outcomes).items():
        click.echo(f"{name:>14}  " + "  ".join(f"{metric} {value:.3g}" for metric, value in means.items()))
    click.echo(f"Cases: {folder / 'outcomes.jsonl'}", err=True)


@evaluate.command()
@click.option("--cases", default=12, show_default=True, type=click.IntRange(1, 200), help="How many questions.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write all values to this JSON file.")
@click.option("--llm", help="Language model, as for `ask`.")
def speed(cases: int, out: Path | None, llm: str | None) -> None:
    """Time answers beside a naive LlamaIndex pipeline with the same weights, and beside this machine's limits."""
    import json
    import os

    # Torch's threads spin while they wait for each other, and on a busy machine keep each other from running, one
    # system more than the other by chance: made to sleep instead, both are disturbed alike. Read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from eval.question_set import own_questions
    from rag.shell import progress_on_stderr

    if out and not out.parent.is_dir():
        raise AbstractQAError(
            f"{out.parent} is not a folder; --out names a JSON file in one. Make it: mkdir {out.parent}"
        )
    with progress_on_stderr() as progress:
        from eval.speed import measure_speed
        from eval.speed_report import table, to_dict
        from rag.assistant import Assistant

        run = measure_speed(Assistant.load(progress=progress, llm=llm), own_questions("tune"), cases, progress)
    click.echo(table(run))
    if out:
        out.write_text(json.dumps(to_dict(run), ensure_ascii=False, indent=1), encoding="utf-8")


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
        if not ranks:
            raise AbstractQAError(f"{name} has no answerable question with gold_papers; retrieval is scored on those.")
        first = sum(rank == 1 for rank in ranks.values()) / len(ranks)
        five = sum(1 <= rank <= 5 for rank in ranks.values()) / len(ranks)
        click.echo(f"{name}: {len(ranks)} questions with a gold paper, first {first:.3f}, in the first five {five:.3f}")
