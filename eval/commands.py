"""The shell's `eval` commands."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index_store.errors import AbstractQAError
from rag.shell.options import llm_option, runtime_option
from rag.shell.terminal import ANSWERED, FAILED

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.machine.progress import Progress


@click.group("eval")
def evaluate() -> None:
    """Measure retrieval, answers and speed."""


@evaluate.command()
@click.option("--beir", type=click.Path(path_type=Path), help="Folder in the BEIR layout.")
@click.option("--split", default="test", show_default=True, help="Which qrels/<split>.tsv of the folder.")
@click.option("--mode", type=click.Choice(["dense", "lexical", "hybrid"]), help="One signal.  [default: all]")
@click.option("--questions", type=click.Path(path_type=Path), help="Score the gold papers of a question set instead.")
def retrieval(beir: Path | None, split: str, mode: str | None, questions: Path | None) -> None:
    """Score the retriever on a BEIR folder or a question set.

    By default on both halves of the project's own questions.
    """
    from rag.shell.terminal import progress_on_stderr

    with progress_on_stderr() as progress:
        from rag.assistant import Assistant

        assistant = Assistant.load(progress=progress)
        if beir:
            _score_beir(assistant, beir, split, mode, progress)
        else:
            _score_questions(assistant, questions)


@evaluate.command()
@click.option("--questions", type=click.Path(path_type=Path), help="A question set.  [default: eval/sets/report.jsonl]")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run.  [default: one in ABSTRACT_QA_HOME]")
@click.option("--limit", type=click.IntRange(1), help="Ask this many cases, spread evenly over the set.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many cases are asked at once."
)
@click.option("--resume", is_flag=True, help="Resume the run in the folder: ask only the cases it lacks.")
@click.option(
    "--baseline",
    type=click.Choice(["naive", "citation"]),
    help="Ask a LlamaIndex pipeline with the same model instead.",
)
@llm_option
@runtime_option
@click.option("--judge-url", help="OpenAI-compatible server (.../v1) whose model also judges the answers.")
@click.option("--judge-model", help="Its model.  [default: the first it lists]")
def answers(**options: Any) -> None:
    """Ask a question set and score the answers.

    Each case is one JSON line in the folder of the run, written as soon as it is answered.
    """
    from eval.asking.answers_command import ask_questions

    ask_questions(**options)


@evaluate.command("compare")
@click.argument("before", metavar="RUN_A", type=click.Path(path_type=Path))
@click.argument("after", metavar="RUN_B", type=click.Path(path_type=Path))
def compare_runs(before: Path, after: Path) -> int:
    """Compare two runs, metric by metric and case by case.

    Exit codes: 0 no metric is worse, 1 a metric is worse beyond its 95 % interval, 2 the runs cannot be compared.
    """
    from eval.asking.runs import open_run
    from eval.comparing.comparison import compare
    from eval.comparing.comparison_text import comparison_text

    try:
        comparison = compare(open_run(before), open_run(after))
    except AbstractQAError as error:  # exit code 2: not a regression
        raise click.UsageError(str(error)) from error
    click.echo(comparison_text(comparison))
    return FAILED if comparison.regressions else ANSWERED


@evaluate.command()
@click.argument("runs", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder.  [default: that of the first RUN]"
)
@click.option("--json", "with_json", is_flag=True, help="Also write report.json, with the evidence of failed cases.")
def report(runs: tuple[Path, ...], out: Path | None, with_json: bool) -> None:
    """Write a Markdown report on one or more runs.

    Its first table holds the headline figures, one column per run.
    """
    from eval.asking.runs import open_run
    from eval.reporting.report_files import write_report

    click.echo(write_report([open_run(run) for run in runs], out or runs[0], with_json))


@evaluate.command()
@click.argument("name", type=click.Choice(["pubmedqa", "nomiracl", "clapnq", "scifact"]))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--split", default="dev", show_default=True, help="Which split of the set.")
@click.option("--limit", type=click.IntRange(1), help="Ask this many cases, spread evenly over the set.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of the run and its report.")
@click.option("--resume", is_flag=True, help="Resume the run in the folder: ask only the cases it lacks.")
@llm_option
@runtime_option
def published(**options: Any) -> None:
    """Score a published set from the files of its authors.

    pubmedqa: ori_pqal.json. nomiracl: the folder of a language. clapnq: the folder of a split. scifact: the folder with
    claims and corpus; it scores the support check alone, without a language model.
    """
    from eval.published.published_command import score_published

    score_published(**options)


@evaluate.command()
@click.option("--cases", default=12, show_default=True, type=click.IntRange(1, 200), help="How many questions.")
@click.option("--questions", type=click.Path(path_type=Path), help="A question set.  [default: the tuning half]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write all values to this JSON file.")
@llm_option
@runtime_option
def speed(cases: int, questions: Path | None, out: Path | None, llm: str | None, runtime: str | None) -> None:
    """Time answers beside a naive LlamaIndex pipeline.

    Both use the same weights and take turns; the limits of this machine are measured beside them.
    """
    import json

    from eval.sets.question_set import own_questions, read_questions
    from rag.shell.terminal import progress_on_stderr

    if out and not out.parent.is_dir():
        raise AbstractQAError(
            f"{out.parent} is not a folder; --out names a JSON file in one. Make it: mkdir {out.parent}"
        )
    asked = read_questions(questions) if questions else own_questions("seen", prefix="tune:")
    with progress_on_stderr() as progress:
        from eval.speed.speed import measure_speed
        from eval.speed.speed_report import table, to_dict
        from rag.assistant import Assistant

        run = measure_speed(
            Assistant.load(progress=progress, llm=llm, runtime=runtime, keep_drafts=False),
            asked,
            cases,
            progress,
        )
    click.echo(table(run))
    if out:
        out.write_text(json.dumps(to_dict(run), ensure_ascii=False, indent=1), encoding="utf-8")


@evaluate.command()
@llm_option
@click.option("--runtime", "runtimes", multiple=True, help="Only this one; repeatable.  [default: all]")
@click.option("--cases", default=5, show_default=True, type=click.IntRange(1, 50), help="How many rounds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def runtimes(llm: str | None, runtimes: tuple[str, ...], cases: int, as_json: bool) -> None:
    """Time every runtime on this machine: loading the model, reading a typical prompt, writing."""
    import json

    from eval.speed.bench_runtimes import bench_runtimes, table, to_dict
    from rag.shell.terminal import progress_on_stderr

    with progress_on_stderr() as progress:
        bench = bench_runtimes(llm, runtimes, cases, progress)
    click.echo(json.dumps(to_dict(bench), ensure_ascii=False) if as_json else table(bench))


def _score_beir(assistant: "Assistant", folder: Path, split: str, mode: str | None, progress: "Progress") -> None:
    from eval.published.beir import read_beir
    from eval.published.retrieval_run import MEASURES, WEIGHTS, candidates, indexed, measured
    from rag.machine.home import home_folder

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
    from eval.published.retrieval_run import gold_ranks
    from eval.sets.question_set import own_questions, read_questions

    if path:
        sets = {str(path): read_questions(path)}
    else:
        sets = {"tune": own_questions("seen", prefix="tune:"), "report": own_questions("report")}
    for name, cases in sets.items():
        ranks = gold_ranks(assistant, [case for case in cases if case.type != "collection"])
        if not ranks:
            raise AbstractQAError(f"{name} has no answerable question with gold_papers; retrieval is scored on those.")
        first = sum(rank == 1 for rank in ranks.values()) / len(ranks)
        five = sum(1 <= rank <= 5 for rank in ranks.values()) / len(ranks)
        click.echo(f"{name}: {len(ranks)} questions with a gold paper, first {first:.3f}, in the first five {five:.3f}")
