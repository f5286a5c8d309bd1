"""The shell's `models` commands: list the models, fetch them, check them again, and time what runs them."""

import json
from functools import partial

import click

from rag.models.runtimes.runtime_choice import RUNTIMES
from rag.models.store.catalogue import DEFAULT_MODELS, find_model
from rag.models.store.model_store import ModelStore
from rag.shell.runtime_timing import FLOAT32
from rag.shell.terminal import aligned, llm_option, progress_on_stderr


@click.group()
def models() -> None:
    """List, fetch, check and time the models this program runs on."""


@models.command("list")
def list_models() -> None:
    """Show every model of the catalogue and whether it is here."""
    store = ModelStore()
    rows: list[tuple[str, ...]] = [("name", "role", "size", "licence", "state", "note")]
    for model in store.catalogue:
        size = f"{model.size / 1e6:,.0f} MB"
        rows.append((model.name, model.role, size, model.licence, store.state(model), model.note))
    for line in aligned(rows):
        click.echo(line)
    click.echo(f"Folder: {store.folder}", err=True)


@models.command("fetch")
@click.argument("names", metavar="[NAME]...", nargs=-1)
def fetch_models(names: tuple[str, ...]) -> None:
    """Fetch models and check them; without a NAME those that the default settings need."""
    store = ModelStore()
    for model in [find_model(name, store.catalogue) for name in names or DEFAULT_MODELS]:
        if not store.is_complete(model):
            with progress_on_stderr(of_bytes=True) as progress:
                store.fetch(model.name, partial(progress, f"Fetching {model.name}"))
        click.echo(f"{model.name} is complete in {store.path(model.name)}", err=True)


@models.command("verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
def verify_models(names: tuple[str, ...]) -> None:
    """Read models again and compare every byte's checksum; without a NAME all that are here."""
    store = ModelStore()
    for name in names or [model.name for model in store.catalogue if store.state(model) != "absent"]:
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
