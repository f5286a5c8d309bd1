"""Write a report of one or more runs into a folder: a page, the same as Markdown, and the numbers as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

from eval.asking.runs import Run
from eval.reporting.report import names_of, report_on, to_dict
from eval.reporting.report_markdown import markdown
from eval.reporting.report_page import page
from eval.reporting.report_plots import plots_of
from index_store.errors import AbstractQAError
from rag.machine.files import explained_disk_errors, write_atomically

FORMAT = 1


def write_report(runs: Sequence[Run], folder: Path) -> Path:
    """Write report.html, report.md and report.json, in place of those there; return the page.

    Raises AbstractQAError for a run that holds no outcome yet, and when the folder cannot be written.
    """
    for run in runs:
        if not run.outcomes:
            raise AbstractQAError(
                f"{run.folder} holds no answered case yet. Go on with it: abstract-qa eval answers --resume"
            )
    names = names_of([run.folder for run in runs])
    reports = [report_on(run, name) for run, name in zip(runs, names, strict=True)]
    texts = {
        "report.json": _json({"format": FORMAT, "runs": [to_dict(report) for report in reports]}),
        "report.md": markdown(reports),
        "report.html": page(reports, plots_of(reports)),
    }
    with explained_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_atomically(folder / name, text)
    return folder / "report.html"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
