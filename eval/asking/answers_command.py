"""What `abstract-qa eval answers` does: questions, assistant, the run's folder, and the scores while it runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.asking.summary import summary_text
from eval.sets.question_set import Case, own_questions, read_questions
from rag.machine.home import home_folder
from rag.shell.terminal import progress_on_stderr

if TYPE_CHECKING:
    from eval.asking.baselines import Baseline
    from eval.asking.judge import Judge
    from eval.asking.run_questions import Told
    from eval.asking.runs import Outcome
    from rag.assistant import Assistant
    from rag.machine.progress import Progress


def ask_questions(
    questions: Path | None, out: Path | None, limit: int | None, workers: int, resume: bool, baseline: str | None,
    llm: str | None, runtime: str | None, judge_url: str | None, judge_model: str | None,
) -> None:  # fmt: skip
    """Run a question set and print its scores."""
    name = questions.stem if questions else "report"
    cases = _spread(read_questions(questions) if questions else own_questions("report"), limit)
    judge = _judge(judge_url, judge_model)
    if baseline and (workers > 1 or runtime):
        raise click.UsageError("--baseline asks transformers, one case at a time: leave --workers and --runtime out.")
    with progress_on_stderr() as progress:
        from eval.asking.run_questions import run_questions
        from eval.sets.gold import check_gold
        from rag.assistant import Assistant

        assistant = Assistant.load(progress=progress, llm=llm, runtime=runtime, keep_drafts=False)
        check_gold(cases, assistant.papers())
        folder = out or _usual_folder(assistant, name if baseline is None else f"{baseline}-{name}", len(cases))
        asked = _baseline(baseline, assistant, progress) if baseline else None
        if asked is None:
            assistant.prepare_llm()  # what has to be fetched first shows its own progress
    with scores_on_stderr(len(cases)) as told:
        run = run_questions(
            assistant, cases, folder, name=name, workers=workers, resume=resume, judge=judge, baseline=asked, told=told
        )  # fmt: skip
    click.echo(summary_text(run.outcomes))
    click.echo(f"The run: {folder}. A page of it: abstract-qa eval report {folder}", err=True)


def _spread(cases: list[Case], limit: int | None) -> list[Case]:
    return cases[:: max(1, len(cases) // limit)][:limit] if limit else cases


def _usual_folder(assistant: "Assistant", name: str, count: int) -> Path:
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
def scores_on_stderr(total: int) -> Iterator["Told"]:
    """Yield what is told of every outcome: on a terminal a bar with the scores so far and the time left."""
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

        def told(outcomes: Sequence["Outcome"]) -> None:
            if not asking:  # what was asked before says nothing of the time left
                asking.append(bars.add_task("", total=total, completed=len(outcomes)))
            bars.update(asking[0], completed=len(outcomes), description=running_scores(outcomes))

        yield told


def running_scores(outcomes: Sequence["Outcome"]) -> str:
    """Return the scores so far in a few words: how many answerable cases are right, how many others are refused."""
    due = [o for o in outcomes if not o.case.answerable]
    marked = [o.metrics["right"] for o in outcomes if "right" in o.metrics]
    refused = sum(o.verdict == "refused" for o in due)
    said = [f"right {sum(marked) / len(marked):.0%} of {len(marked)}"] if marked else []
    return ", ".join(said + ([f"refused {refused / len(due):.0%} of {len(due)}"] if due else []))
