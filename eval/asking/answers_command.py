"""`abstract-qa eval answers`: ask a question set into a run folder, with the scores so far on the terminal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from eval.asking.summary import summary_text
from eval.sets.question_set import own_questions, read_questions
from rag.machine.home import home_folder
from rag.shell.terminal import progress_on_stderr

if TYPE_CHECKING:
    from eval.asking.baselines import Baseline
    from eval.asking.judge import Judge
    from eval.asking.run_questions import OnOutcome
    from eval.asking.runs import Outcome
    from rag.assistant import Assistant
    from rag.machine.progress import Progress

T = TypeVar("T")


def ask_questions(
    questions: Path | None, out: Path | None, limit: int | None, workers: int, resume: bool, baseline: str | None,
    llm: str | None, runtime: str | None, judge_url: str | None, judge_model: str | None,
) -> None:  # fmt: skip
    """Run a question set and print its scores."""
    name = questions.stem if questions else "report"
    cases = spread_evenly(read_questions(questions) if questions else own_questions("report"), limit)
    judge = _judge(judge_url, judge_model)
    if baseline and (workers > 1 or runtime):
        raise click.UsageError(
            "--baseline runs transformers, one case at a time: it takes no --workers and no --runtime."
        )
    with progress_on_stderr() as progress:
        from eval.asking.run_questions import run_questions
        from eval.sets.gold import check_gold
        from rag.assistant import Assistant

        assistant = Assistant.load(progress=progress, llm=llm, runtime=runtime, keep_drafts=False)
        check_gold(cases, assistant.papers())
        folder = out or _default_folder(assistant, name if baseline is None else f"{baseline}-{name}", len(cases))
        pipeline = _baseline(baseline, assistant, progress) if baseline else None
        if pipeline is None:
            assistant.prepare_llm()  # a download shows its own progress
    with scores_on_stderr(len(cases)) as on_outcome:
        run = run_questions(
            assistant, cases, folder, name=name, workers=workers, resume=resume, judge=judge, baseline=pipeline,
            on_outcome=on_outcome,
        )  # fmt: skip
    click.echo(summary_text(run.outcomes))
    click.echo(f"The run is in {folder}. Write its report: abstract-qa eval report {folder}", err=True)


def spread_evenly(items: list[T], limit: int | None) -> list[T]:
    """Return `limit` items at equal distances, or all of them."""
    return items[:: max(1, len(items) // limit)][:limit] if limit else items


def _default_folder(assistant: "Assistant", name: str, count: int) -> Path:
    llm = Path(assistant.settings.llm).name
    return home_folder() / "eval" / f"answers-{name}-{count}-{llm}-{assistant.library.index.name}"


def _baseline(name: str, assistant: "Assistant", progress: "Progress") -> "Baseline":
    from eval.asking.baselines import citation, naive
    from eval.asking.paper_index import paper_index
    from eval.asking.plain_transformers import load_plain_transformers
    from rag.models.store.model_store import ModelStore

    llm = load_plain_transformers(assistant.settings, ModelStore(home_folder() / "models"), progress)
    index = paper_index(assistant.papers(), assistant.library.embedder)
    return {"naive": naive, "citation": citation}[name](index, llm)


def _judge(url: str | None, model: str | None) -> "Judge | None":
    if model and not url:
        raise click.UsageError("--judge-model needs --judge-url, the server that runs it.")
    if not url:
        return None
    from eval.asking.judge import Judge

    return Judge(url, model)


@contextmanager
def scores_on_stderr(total: int) -> Iterator["OnOutcome"]:
    """Yield a callback for outcomes, which shows on a terminal a bar, the scores so far and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo("Asking ...", err=True)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"),
        console=console, disable=not console.is_terminal, transient=True, redirect_stdout=False,
    ) as bars:  # fmt: skip
        asking: list[TaskID] = []

        def on_outcome(outcomes: Sequence["Outcome"]) -> None:
            if not asking:  # added now, so that resumed cases do not distort the time left
                asking.append(bars.add_task("", total=total, completed=len(outcomes)))
            bars.update(asking[0], completed=len(outcomes), description=running_scores(outcomes))

        yield on_outcome


def running_scores(outcomes: Sequence["Outcome"]) -> str:
    """Return the scores so far in a few words: right among the answerable cases, refused among the others."""
    right = [o.metrics["right"] for o in outcomes if "right" in o.metrics]
    refused = [o.metrics["refused"] for o in outcomes if not o.case.answerable]
    return ", ".join(
        f"{name} {sum(values) / len(values):.0%} of {len(values)}"
        for name, values in (("right", right), ("refused", refused))
        if values
    )
