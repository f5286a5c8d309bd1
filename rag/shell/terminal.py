"""Shared by every command of the shell: progress on stderr, one line for a failure, exit codes, aligned tables."""

import contextlib
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from index_store.errors import AbstractQAError
from rag.machine.home import home_folder
from rag.machine.own_python import SPIN_COUNT
from rag.machine.progress import Progress
from rag.question.asked import BadQuestion

ANSWERED, FAILED, WRONG_USE, ABSTAINED = 0, 1, 2, 3

# Control characters but for tab and line end, orders of direction, and halves of surrogate pairs.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

ENVIRONMENT = {
    "GOMP_SPINCOUNT": SPIN_COUNT,
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a question is short: numpy's threads would mostly wait for each other
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}


def run(command: Callable[..., object]) -> None:
    """Run the program and leave with its exit code; a failure is one line on stderr, never a traceback."""
    os.environ.update({name: value for name, value in ENVIRONMENT.items() if name not in os.environ})
    sys.exit(_exit_code(command))


def _exit_code(command: Callable[..., object]) -> int:
    try:
        result = command(standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else ANSWERED
    except click.exceptions.Exit as finished:
        return finished.exit_code
    except BadQuestion as error:
        return _say(str(error), WRONG_USE)
    except AbstractQAError as error:
        return _say(str(error), FAILED)
    except click.ClickException as error:
        return _say(error.format_message(), WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        return _say("Stopped.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        return _say(f"Unexpected {type(error).__name__}: {error}. {_logged()}", FAILED)


def _say(message: str, code: int) -> int:
    tell(message)
    return code


def tell(message: str) -> None:
    """Print a message as one line on stderr."""
    echo(f"abstract-qa: {' '.join(message.split())}\n", err=True)


def echo(text: str, err: bool = False) -> None:
    """Print a text as it is; what would steer the terminal is shown by its number, as JSON does."""
    click.echo(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text), err=err, nl=False)


def _logged() -> str:
    """Append the current traceback to the log; return where that is."""
    with contextlib.suppress(AbstractQAError, OSError):
        folder = home_folder() / "logs"
        folder.mkdir(exist_ok=True)
        handler = logging.FileHandler(folder / "errors.log", encoding="utf-8")
        logger = logging.getLogger("abstract_qa.errors")
        logger.addHandler(handler)
        logger.propagate = False
        logger.exception("unexpected error")
        handler.close()
        return f"The traceback is in {folder / 'errors.log'}"
    return "No log could be written."


def show(value: object, lines: Sequence[str], as_json: bool) -> None:
    """Print a value as one line of JSON, or the lines that say the same to a reader."""
    for line in [json.dumps(value, ensure_ascii=False, default=str)] if as_json else lines:
        echo(f"{line}\n")


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines in which each column has one width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


@contextmanager
def progress_on_stderr(of_bytes: bool = False) -> Iterator[Progress]:
    """Yield a Progress that shows bars on stderr; off a terminal, a line for each step whose length is known.

    `of_bytes`: what is counted are bytes, so the bars show size, speed and time left.
    """
    from rich import progress as rich  # here, so that --help stays quick
    from rich.console import Console

    console = Console(stderr=True)
    counts = [rich.DownloadColumn(), rich.TransferSpeedColumn(), rich.TimeRemainingColumn()]
    columns = counts if of_bytes else [rich.TimeElapsedColumn(), rich.TimeRemainingColumn()]
    tasks: dict[str, rich.TaskID] = {}
    with rich.Progress(
        rich.TextColumn("{task.description}"), rich.BarColumn(), *columns,
        console=console, disable=not console.is_terminal, transient=True, redirect_stdout=False,
    ) as bars:  # fmt: skip

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
                if total and not console.is_terminal:
                    click.echo(f"{what} ...", err=True)
            bars.update(tasks[what], completed=done, total=total or None)

        yield report
