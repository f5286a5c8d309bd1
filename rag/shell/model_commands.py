"""The shell's `models` commands: list the models, fetch them, and check them again."""

from functools import partial

import click

from rag.models.store.catalogue import DEFAULT_MODELS, find_model
from rag.models.store.model_store import ModelStore
from rag.shell.terminal import aligned, progress_on_stderr


@click.group()
def models() -> None:
    """List, fetch and check the models this program runs on."""


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
