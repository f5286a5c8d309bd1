"""The options that several commands have in common."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from index_store.paper_conditions import Conditions

llm_option = click.option("--llm", help="Language model: a catalogue name, `small`, a folder or a .gguf file.")
embedder_option = click.option(
    "--embedder", help="Embedder: a catalogue name, `small` (without vectors of whole papers) or a folder."
)
runtime_option = click.option("--runtime", help="What runs it: int8, transformers or llamacpp.  [default: the fastest]")
collection_option = click.option("--collection", help="Collection of papers, a name of your own.  [default: seeds]")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")

_CONDITIONS = (
    click.option("--year", help="Only papers of these years: 2019, 2019.., ..2021 or 2019..2021."),
    click.option("--author", "authors", multiple=True, help="Only papers by this author; can be given several times."),
    click.option("--venue", help="Only papers of this journal or conference."),
    click.option("--keyword", "keywords", multiple=True, help="Only papers with this keyword."),
)


def condition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what the records of its papers must have."""
    for option in reversed(_CONDITIONS):
        command = option(command)
    return command


def conditions_of(
    year: str | None,
    authors: tuple[str, ...],
    venue: str | None,
    keywords: tuple[str, ...],
    source: str | None = None,
) -> "Conditions | None":
    """Return the conditions that options name, None for none; raises UsageError for years that cannot be read."""
    from index_store.paper_conditions import Conditions

    return Conditions(_years(year) if year else None, authors, venue, keywords, source) or None


def _years(text: str) -> tuple[int | None, int | None]:
    found = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", text.strip(), re.ASCII)
    first, last = (int(year) if year else None for year in found.group(1, 3)) if found else (None, None)
    if found and first and not found[2] and not last:
        return first, first
    if found and found[2] and (first or last) and (first or 0) <= (last or 9999):
        return first, last
    raise click.UsageError(f"--year {text!r}: expected 2019, 2019.., ..2021 or 2019..2021")
