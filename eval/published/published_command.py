"""`abstract-qa eval published`: read a published set, index its papers, ask its questions, and report."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eval.asking.answers_command import scores_on_stderr, spread_evenly
from rag.machine.files import explained_disk_errors, write_atomically
from rag.machine.home import home_folder
from rag.shell.terminal import progress_on_stderr

if TYPE_CHECKING:
    from eval.comparing.intervals import Score
    from eval.published.published import PublishedSet

CLAIMS = "scifact"


def score_published(
    name: str, path: Path, split: str, limit: int | None, out: Path | None, resume: bool,
    llm: str | None, runtime: str | None,
) -> None:  # fmt: skip
    """Score the set `name` from the files at `path`, and write the results into `out`."""
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
    """Ask all cases, or `limit` of them spread evenly; the collection is always that of the whole split."""
    cases = spread_evenly(data.cases, limit)
    with progress_on_stderr() as progress:
        from eval.asking.run_questions import run_questions
        from eval.published.published import assistant_on, rates, with_references
        from eval.reporting.report import scores_of
        from eval.reporting.report_files import write_report
        from rag.assistant import Assistant

        assistant = assistant_on(data, Assistant.load(progress=progress, keep_drafts=False, **settings), progress)
        assistant.prepare_llm()
    folder = out or _default_folder(data.name, len(cases), Path(assistant.settings.llm).name)
    with scores_on_stderr(len(cases)) as on_outcome:
        run = run_questions(assistant, cases, folder, name=data.name, resume=resume, on_outcome=on_outcome)
    run = with_references(run, data)
    _print(f"{data.name}: {len(data.papers)} papers, {len(cases)} of {len(data.cases)} cases", scores_of(run.outcomes))
    _print("NoMIRACL's rates:", rates(run))
    click.echo(f"The run is in {folder}, its report in {write_report([run], folder)}", err=True)


def _score_claims(path: Path, split: str, limit: int | None, out: Path | None) -> None:
    with progress_on_stderr() as progress:
        from eval.published.claims import AGAINST, check_claims, levels, separation
        from eval.published.readers_scifact import read_claims
        from eval.published.retrieval_run import indexed
        from rag.assistant import Assistant

        data = read_claims(path, split)
        embedder = Assistant.load(progress=progress).library.embedder
        index = indexed(data, home_folder() / "eval" / data.name, embedder, progress)
    checked = check_claims(spread_evenly(data.claims, limit), index, embedder)
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


def _default_folder(name: str, count: int, llm: str) -> Path:
    return home_folder() / "eval" / f"answers-{name}-{count}-{llm}"


def _print(title: str, scores: "Mapping[str, Score]") -> None:
    from eval.reporting.report_words import figure, in_order, interval, label

    click.echo(title)
    for metric in in_order(set(scores)):
        score = scores[metric]
        click.echo(
            f"  {label(metric):>28}  {figure(metric, score.value):>7}  ({interval(metric, score)}) of {score.cases}"
        )
