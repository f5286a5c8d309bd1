"""What `abstract-qa eval published` does: read a published set, index its papers, ask its questions, and report."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rag.machine.files import explained_disk_errors, write_atomically
from rag.machine.home import home_folder
from rag.shell.terminal import progress_on_stderr

if TYPE_CHECKING:
    from eval.comparing.intervals import Score
    from eval.published.published import PublishedSet

T = TypeVar("T")
CLAIMS = "scifact"


def score_published(
    name: str, path: Path, split: str, limit: int | None, out: Path | None, resume: bool,
    llm: str | None, runtime: str | None,
) -> None:  # fmt: skip
    """Score the set `name`, read from `path`, and write what was found into `out`."""
    if name == CLAIMS:
        _score_claims(path, split, limit, out)
    else:
        _ask(_reader(name)(path, split), limit, out, resume, llm=llm, runtime=runtime)


def _reader(name: str) -> "Callable[[Path, str], PublishedSet]":
    from eval.published.readers_clapnq import read_clapnq
    from eval.published.readers_nomiracl import read_nomiracl
    from eval.published.readers_pubmedqa import read_pubmedqa

    return {"pubmedqa": read_pubmedqa, "nomiracl": read_nomiracl, "clapnq": read_clapnq}[name]


def _ask(data: "PublishedSet", limit: int | None, out: Path | None, resume: bool, **settings: Any) -> None:
    """Ask the cases, or every n-th so that `limit` are asked; the collection is that of the whole split in any case."""
    from eval.asking.answers_command import scores_on_stderr

    cases = _spread(data.cases, limit)
    with progress_on_stderr() as progress:
        from eval.asking.run_questions import run_questions
        from eval.published.published import assistant_on, rates, with_references
        from eval.reporting.report import scores_of
        from eval.reporting.report_files import write_report
        from rag.assistant import Assistant

        assistant = assistant_on(data, Assistant.load(progress=progress, keep_drafts=False, **settings), progress)
        assistant.prepare_llm()
    folder = out or _usual_folder(data.name, len(cases), Path(assistant.settings.llm).name)
    with scores_on_stderr(len(cases)) as told:
        run = run_questions(assistant, cases, folder, name=data.name, resume=resume, told=told)
    run = with_references(run, data)
    _print(f"{data.name}: {len(data.papers)} papers, {len(cases)} of {len(data.cases)} cases", scores_of(run.outcomes))
    _print("As NoMIRACL counts them:", rates(run))
    click.echo(f"The run: {folder}. A page of it: {write_report([run], folder)}", err=True)


def _score_claims(path: Path, split: str, limit: int | None, out: Path | None) -> None:
    with progress_on_stderr() as progress:
        from eval.published.claims import AGAINST, check_claims, levels, separation
        from eval.published.readers_scifact import read_claims
        from eval.published.retrieval_run import indexed
        from rag.assistant import Assistant

        data = read_claims(path, split)
        embedder = Assistant.load(progress=progress).library.embedder
        index = indexed(data, home_folder() / "eval" / data.name, embedder, progress)
    checked = check_claims(_spread(data.claims, limit), index, embedder)
    found = {against: separation(checked, against) for against in AGAINST}
    click.echo(f"{data.name}: {len(data.papers)} papers, {len(checked)} of {len(data.claims)} claims")
    for label, counts in levels(checked).items():
        click.echo(f"{label:>14}  " + "  ".join(f"{level} {count}" for level, count in counts.items()))
    for against, scores in found.items():
        _print(f"AUROC, SUPPORT above {against}:", scores)
    if out:
        values = {
            "name": data.name,
            "levels": levels(checked),
            "auroc": {label: {name: asdict(score) for name, score in of.items()} for label, of in found.items()},
        }
        with explained_disk_errors(out):
            out.mkdir(parents=True, exist_ok=True)
            write_atomically(out / "claims.json", json.dumps(values, indent=1) + "\n")


def _spread(items: list[T], limit: int | None) -> list[T]:
    return items[:: max(1, len(items) // limit)][:limit] if limit else items


def _usual_folder(name: str, count: int, llm: str) -> Path:
    return home_folder() / "eval" / f"answers-{name}-{count}-{llm}"


def _print(title: str, scores: "Mapping[str, Score]") -> None:
    from eval.reporting.report_words import figure, in_order, interval, label

    click.echo(title)
    for metric in in_order(set(scores)):
        score = scores[metric]
        click.echo(
            f"  {label(metric):>28}  {figure(metric, score.value):>7}  ({interval(metric, score)}) of {score.cases}"
        )
