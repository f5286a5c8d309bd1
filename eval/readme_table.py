"""Write the results table of README.md from a committed report: `python -m eval.readme_table eval/reports/NAME`.

The table stands between two comments, of which the first names the report, so that a test can hold it to that:

    <!-- results of eval/reports/NAME -->
    <!-- end of results -->
"""

import json
import re
from pathlib import Path
from typing import Any

import click

from eval.intervals import Score
from eval.report_markdown import plain
from eval.report_words import HEADLINE, METRICS, figure, interval, label
from index_store.errors import AbstractQAError

MARKED = re.compile(r"<!-- results of (\S+) -->\n.*?<!-- end of results -->", re.DOTALL)


def with_table(readme: str, report: Path) -> str:
    """Return the text of a README with the table of a report between its comments.

    Raises AbstractQAError when the README lacks the comments, or the folder holds no report.
    """
    marked = f"<!-- results of {report.as_posix()} -->\n{table_of(report)}\n<!-- end of results -->"
    text, count = MARKED.subn(lambda _: marked, readme)
    if count != 1:
        raise AbstractQAError(
            f"README.md holds {count} tables of results; expected one place for it: "
            f"<!-- results of {report.as_posix()} --> and, in a later line, <!-- end of results -->"
        )
    return text


def table_of(report: Path) -> str:
    """Return the headline figures of a report, a column a run; raises AbstractQAError when there is none."""
    file = report / "report.json"
    try:
        runs = json.loads(file.read_text(encoding="utf-8"))["runs"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise AbstractQAError(
            f"{file} is no report ({error!r}). Make one: abstract-qa eval report RUN --out {report}"
        ) from error
    head = ["", *(f"{plain(run['name'])}: {run['asked']} questions" for run in runs)]
    rows = [[f"{label(m)}: {METRICS[m][1]}", *(_cell(run, m) for run in runs)] for m in HEADLINE]
    lines = [head, ["---"] * len(head), *(row for row in rows if any(row[1:]))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(run: dict[str, Any], metric: str) -> str:
    if metric not in run["scores"]["all"]:
        return ""
    score = Score(**run["scores"]["all"][metric])
    return f"**{figure(metric, score.value)}** ({interval(metric, score)})"


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
def main(report: Path) -> None:
    """Rewrite the results table in README.md of the working folder from REPORT, the folder of a report."""
    readme = Path("README.md")
    try:
        readme.write_text(with_table(readme.read_text(encoding="utf-8"), report), encoding="utf-8")
    except AbstractQAError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
