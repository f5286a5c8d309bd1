"""The shell's `models` commands: what is in the store, fetching it, checking it again, and timing what runs it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from rag.machine.home import home_folder
from rag.models.runtimes.runtime_choice import RUNTIMES
from rag.models.store.catalogue import DEFAULT_MODELS, find_model
from rag.models.store.model_store import ModelState, ModelStore
from rag.shell.runtime_timing import FLOAT32
from rag.shell.terminal import llm_option, progress_on_stderr


@click.group()
def models() -> None:
    """List, fetch, check and time the models this program runs on."""


@models.command("list")
def list_models() -> None:
    """Show every model of the catalogue and whether it is here."""
    store = _store()
    for line in _table(store.states()):
        click.echo(line)
    click.echo(f"Folder: {store.folder}", err=True)


@models.command("fetch")
@click.argument("names", metavar="[NAME]...", nargs=-1)
def fetch_models(names: tuple[str, ...]) -> None:
    """Fetch models and check them; without a NAME those that the default settings need."""
    store = _store()
    wanted = [find_model(name, store.catalogue) for name in names or DEFAULT_MODELS]
    for model in wanted:
        if not store.is_complete(model):
            with _progress_bar(model.name, model.size) as progress:
                store.fetch(model.name, progress)
        click.echo(f"{model.name} is complete in {store.path(model.name)}", err=True)


@models.command("verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
def verify_models(names: tuple[str, ...]) -> None:
    """Read models again and compare every byte's checksum; without a NAME all that are here."""
    store = _store()
    here = [state.model.name for state in store.states() if state.state != "absent"]
    for name in names or here:
        store.verify(name)
        click.echo(f"{name}: every file is as published")


@models.command("bench")
@llm_option
@click.option(
    "--runtime", "runtimes", multiple=True, type=click.Choice([*RUNTIMES, FLOAT32]), help="Time this one; repeatable."
)
@click.option("--cases", default=5, show_default=True, type=click.IntRange(1, 50), help="How often each is loaded.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench_models(llm: str | None, runtimes: tuple[str, ...], cases: int, as_json: bool) -> None:
    """Time every runtime on this machine, in turns: to load the model, to read a usual prompt, to write."""
    from rag.shell.bench_runtimes import bench_runtimes, table, to_dict

    with progress_on_stderr() as progress:
        bench = bench_runtimes(llm, runtimes, cases, progress)
    click.echo(json.dumps(to_dict(bench), ensure_ascii=False) if as_json else table(bench))


def _store() -> ModelStore:
    return ModelStore(home_folder() / "models")


def _table(states: list[ModelState]) -> list[str]:
    rows: list[tuple[str, ...]] = [("name", "role", "size", "licence", "state", "note")]
    rows += [
        (s.model.name, s.model.role, f"{s.model.size / 1e6:,.0f} MB", s.model.licence, s.state, s.model.note)
        for s in states
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


@contextmanager
def _progress_bar(label: str, size: int) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr while the block runs; yields the function that moves it."""
    # Imported here so that `--help` stays quick.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=size)
        yield lambda done, total: bar.update(task, completed=done, total=total)
