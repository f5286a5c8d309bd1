"""The commands on the papers themselves: list and take along, add, remove, go back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from index_store.records import Paper
from rag.ingest.opening.refused import printable
from rag.ingest.raw_record import Field
from rag.shell.loading import loaded
from rag.shell.options import collection_option, condition_options, conditions_of, embedder_option, json_option
from rag.shell.terminal import ANSWERED, FAILED, echo, show, tell

if TYPE_CHECKING:
    from rag.ingest.incoming import IngestReport

FORMATS = ("bibtex", "ris", "csv", "jsonl")


@click.command()
@click.argument("paper_id", required=False)
@condition_options
@click.option("--source", help="Only papers that came from this file.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Print them in a format that can be ingested again.")
@collection_option
@json_option
def papers(
    paper_id: str | None, source: str | None, form: str | None, collection: str | None, as_json: bool, **conditions: Any
) -> None:
    """List the papers of the collection, or show all fields of the one with PAPER_ID."""
    with loaded("Reading the papers", collection=collection) as assistant:
        among = conditions_of(source=source, **conditions)
        shown = [assistant.library.paper(paper_id)] if paper_id else assistant.papers(among)
    if form:
        echo(_written(shown, form))
        return
    records = [paper.to_dict() for paper in shown]
    if paper_id:
        show(records[0], [f"{name}: {value}" for name, value in records[0].items()], as_json)
    else:
        show(records, [f"{p.paper_id}\t{p.published or '-'}\t{p.title}" for p in shown], as_json)


def _written(papers: list[Paper], form: str) -> str:
    from rag.export.written import WRITERS

    return WRITERS[form](papers)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--columns", help="What the columns of a table mean, where it cannot be told: title=TI,abstract=AB")
@click.option("--rebuild", is_flag=True, help="Build the index anew from the papers it holds.")
@collection_option
@embedder_option
def ingest(
    paths: tuple[Path, ...], columns: str | None, rebuild: bool, collection: str | None, embedder: str | None
) -> int:
    """Add the papers of PATHS: BibTeX, RIS, PubMed, JSON, CSV and more, zipped too, or folders of them; - for stdin."""
    if not paths and not rebuild:
        raise click.UsageError("Name a file or folder to ingest, or give --rebuild.")
    named = _columns(columns)
    with loaded("Ingesting", collection=collection, embedder=embedder) as assistant:
        if rebuild:
            index = assistant.library.rebuild()
            click.echo(f"Rebuilt: {index.manifest.paper_count} papers")
        if not paths:
            return ANSWERED
        report = assistant.ingest(*paths, columns=named)
    for line in _problems(report):
        tell(line)
    echo(f"{printable(', '.join(map(str, paths)))}: {report}\n")
    return FAILED if report.failed else ANSWERED


def _problems(report: "IngestReport") -> list[str]:
    """Return a line for each problem; what is expected of a file is said once."""
    from rag.ingest.readers import EXPECTED

    lines = [f"{p.file}, {p.place}: {p.reason}" for p in (*report.notes, *report.failed)]
    first = next((number for number, line in enumerate(lines) if EXPECTED in line), None)
    return [line if number == first else line.replace(EXPECTED, "") for number, line in enumerate(lines)]


def _columns(text: str | None) -> dict[Field, str] | None:
    """Return the column of each field that `title=TI,abstract=AB` names."""
    if text is None:
        return None
    named = dict(pair.strip().partition("=")[::2] for pair in text.split(","))
    columns = {field: named.pop(field) for field in get_args(Field) if named.get(field)}
    if named:
        fields = ", ".join(get_args(Field))
        raise click.UsageError(f"--columns {text!r}: expected title=TI,abstract=AB; fields are {fields}")
    return columns


@click.command()
@click.argument("paper_ids", nargs=-1)
@click.option("--source", help="Remove what came from this file alone.")
@collection_option
def remove(paper_ids: tuple[str, ...], source: str | None, collection: str | None) -> None:
    """Remove the papers with PAPER_IDS; `undo` brings them back."""
    if not paper_ids and source is None:
        raise click.UsageError("Name the papers to remove by their ids (abstract-qa papers), or give --source.")
    with loaded("Removing", collection=collection) as assistant:
        removed = assistant.remove(*paper_ids, source=source)
    click.echo(f"{removed}. To bring them back: abstract-qa undo{_of(collection)}")


@click.command()
@collection_option
def undo(collection: str | None) -> None:
    """Go back to the papers before the last ingest or removal."""
    with loaded("Going back", collection=collection) as assistant:
        assistant.undo()
        count = assistant.library.index.manifest.paper_count
    click.echo(f"Back to {count:,} papers.")


def _of(collection: str | None) -> str:
    return f" --collection {collection}" if collection else ""
