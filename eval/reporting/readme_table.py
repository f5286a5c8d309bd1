"""Write the results table of README.md from committed reports.

Run: `python -m eval.reporting.readme_table eval/reports/NAME ...`.

Every run of every report has a column. The table stands between two comments, of which the first names the reports, so
that a test can hold it to them:

    <!-- results of eval/reports/NAME eval/reports/OTHER -->
    <!-- end of results -->
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from eval.comparing.intervals import Score
from eval.reporting.report_markdown import plain
from eval.reporting.report_words import HEADLINE, METRICS, figure, interval, label
from index_store.errors import AbstractQAError

MARKED = re.compile(r"<!-- results of (\S.*?) -->\n.*?<!-- end of results -->", re.DOTALL)


def with_table(readme: str, reports: Sequence[Path]) -> str:
    """Return the text of a README with the table of some reports between its comments.

    Raises AbstractQAError when the README lacks the comments, or a folder holds no report.
    """
    opening = f"<!-- results of {' '.join(report.as_posix() for report in reports)} -->"
    marked = f"{opening}\n{table_of(reports)}\n<!-- end of results -->"
    text, count = MARKED.subn(lambda _: marked, readme)
    if count != 1:
        raise AbstractQAError(
            f"README.md holds {count} tables of results; expected one place for it: "
            f"{opening} and, in a later line, <!-- end of results -->"
        )
    return text


def table_of(reports: Sequence[Path]) -> str:
    """Return the headline figures of some reports, a column a run; raises AbstractQAError when there is none."""
    runs = [run for report in reports for run in _runs_of(report)]
    head = ["", *(f"{plain(run['name'])}: {run['asked']} questions" for run in runs)]
    shown = [metric for metric in HEADLINE if any(metric in run["scores"]["all"] for run in runs)]
    rows = [[f"{label(m)}: {METRICS[m][1]}", *(_cell(run, m) for run in runs)] for m in shown]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *rows])


def _runs_of(report: Path) -> list[dict[str, Any]]:
    file = report / "report.json"
    try:
        runs: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["runs"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise AbstractQAError(
            f"{file} is no report ({error!r}). Make one: abstract-qa eval report RUN --out {report}"
        ) from error
    return runs


def _cell(run: dict[str, Any], metric: str) -> str:
    if metric not in run["scores"]["all"]:
        return "–"
    score = Score(**run["scores"]["all"][metric])
    return f"**{figure(metric, score.value)}** ({interval(metric, score)})"


@click.command()
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True, type=click.Path(path_type=Path))
def main(reports: tuple[Path, ...]) -> None:
    """Rewrite the results table in README.md of the working folder from each REPORT, the folder of a report."""
    readme = Path("README.md")
    try:
        readme.write_text(with_table(readme.read_text(encoding="utf-8"), reports), encoding="utf-8")
    except AbstractQAError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
