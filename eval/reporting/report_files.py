"""Write a report on one or more runs into a folder: report.md, and report.json where that is asked for."""

import json
from collections.abc import Sequence
from pathlib import Path

from eval.asking.runs import Run
from eval.reporting.report import names_of, report_on, to_dict
from eval.reporting.report_markdown import markdown
from index_store.errors import AbstractQAError
from rag.machine.files import explained_disk_errors, write_atomically

FORMAT = 2


def write_report(runs: Sequence[Run], folder: Path, with_json: bool = False) -> Path:
    """Write the report of some runs, in place of an earlier one, and return its Markdown file.

    `with_json` also writes report.json: all numbers, and every failed case with its evidence. Raises AbstractQAError
    for a run without outcomes, and when the folder cannot be written.
    """
    for run in runs:
        if not run.outcomes:
            raise AbstractQAError(f"{run.folder} holds no outcome yet. Resume it: abstract-qa eval answers --resume")
    names = names_of([run.folder for run in runs])
    reports = [report_on(run, name) for run, name in zip(runs, names, strict=True)]
    with explained_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / "report.md", markdown(reports))
        if with_json:
            values = {"format": FORMAT, "runs": [to_dict(report) for report in reports]}
            text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)
            write_atomically(folder / "report.json", text + "\n")
    return folder / "report.md"
