"""What `abstract-qa eval compare` does: two runs side by side, and an exit code that can guard a CI."""

from pathlib import Path

import click

from index_store.errors import AbstractQAError
from rag.shell.terminal import ANSWERED, FAILED


def compare_runs(before: Path, after: Path) -> int:
    """Print the comparison of two runs; return 1 when a metric is worse beyond its interval, else 0.

    Raises click.UsageError, exit code 2, when there is nothing to compare: a CI must not take that for a regression.
    """
    from eval.asking.runs import open_run
    from eval.comparing.comparison import compare
    from eval.comparing.comparison_text import comparison_text

    try:
        comparison = compare(open_run(before), open_run(after))
    except AbstractQAError as error:
        raise click.UsageError(str(error)) from error
    click.echo(comparison_text(comparison))
    return FAILED if comparison.regressions else ANSWERED
