"""The shell: `abstract-qa ask | search | chat | ingest | papers | eval | models | doctor | config`.

Answers go to stdout and nothing else does. Exit codes: 0 answered, 3 abstained, 2 wrong use, 1 failure.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rag.machine.home import home_folder
from rag.shell.model_commands import models
from rag.shell.terminal import (
    ABSTAINED,
    ANSWERED,
    FAILED,
    embedder_option,
    llm_option,
    progress_on_stderr,
    run,
    runtime_option,
)

if TYPE_CHECKING:
    from rag.assistant import Assistant

PLUGINS = "abstract_qa.commands"


class Shell(click.Group):
    """The commands of this module, and those that the other packages register as entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *(p.name for p in metadata.entry_points(group=PLUGINS))])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command, importing it at need."""
        plugins = metadata.entry_points(group=PLUGINS, name=name)
        return super().get_command(ctx, name) or next((plugin.load() for plugin in plugins), None)


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="abstract-qa")
def cli() -> None:
    """Ask a collection of paper abstracts; every sentence of an answer cites the sentence that supports it."""


cli.add_command(models)

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@cli.command()
@click.argument("question", nargs=-1)
@llm_option
@runtime_option
@embedder_option
@click.option("--extractive", is_flag=True, help="Quote the sentences that answer best; needs no language model.")
@json_option
def ask(question: tuple[str, ...], extractive: bool, as_json: bool, **settings: str | None) -> int:
    """Answer a QUESTION (or standard input) from the abstracts."""
    text = _text(question)
    with _assistant("Answering", **settings) as assistant:
        if not extractive:
            assistant.prepare_llm()
        answer = assistant.ask(text, extractive=extractive)
    cited = [f"\n[{c.number}] {c.paper.title}\n    {c.quote}" for c in answer.citations]
    _show(answer.to_dict(), [answer.text, *cited, *(f"Nearest: {n.paper.title}" for n in answer.nearest)], as_json)
    return ABSTAINED if answer.status == "abstained" else ANSWERED


@cli.command()
@click.argument("question", nargs=-1)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many papers.")
@embedder_option
@json_option
def search(question: tuple[str, ...], limit: int, embedder: str | None, as_json: bool) -> None:
    """List the papers nearest to a QUESTION (or standard input), best first."""
    text = _text(question)
    with _assistant("Searching", embedder=embedder) as assistant:
        found = [(p, assistant.library.paper(p.chunk.paper_id)) for p in assistant.search(text, limit)]
    rows = [{"paper_id": paper.paper_id, "title": paper.title, "score": round(p.score, 4)} for p, paper in found]
    _show(rows, [f"{row['score']:.2f}  {row['title']}" for row in rows], as_json)


@cli.command()
@click.argument("paper_id", required=False)
@json_option
def papers(paper_id: str | None, as_json: bool) -> None:
    """List the papers of the collection, or show all fields of the one with PAPER_ID."""
    with _assistant("Reading the papers") as assistant:
        shown = [assistant.library.paper(paper_id)] if paper_id else assistant.papers()
    records = [paper.to_dict() for paper in shown]
    if paper_id:
        _show(records[0], [f"{name}: {value}" for name, value in records[0].items()], as_json)
    else:
        _show(records, [f"{p.paper_id}\t{p.published or '-'}\t{p.title}" for p in shown], as_json)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Build the index anew from the papers it holds.")
@embedder_option
def ingest(paths: tuple[Path, ...], rebuild: bool, embedder: str | None) -> int:
    """Add the papers of PATHS: listing pages, JSONL or CSV files, or folders of them."""
    if not paths and not rebuild:
        raise click.UsageError("Name a file or folder to ingest, or give --rebuild.")
    failures = 0
    with _assistant("Ingesting", embedder=embedder) as assistant:
        if rebuild:
            index = assistant.library.rebuild()
            click.echo(f"Rebuilt: {index.manifest.paper_count} papers")
        for path in paths:
            report = assistant.ingest(path)
            for failed in report.failed:
                click.echo(f"abstract-qa: {failed.file}, {failed.place}: {failed.reason}", err=True)
            click.echo(f"{path}: {report}")
            failures += len(report.failed)
    return FAILED if failures else ANSWERED


@cli.command()
@json_option
def config(as_json: bool) -> None:
    """Show every setting, its value and where it comes from."""
    from rag.settings import ENVIRONMENT_PREFIX, SETTINGS_FILE, Settings, load_settings, origins

    settings = load_settings()
    found = origins(settings)
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    lines = [f"{n} = {v!r}  # {found[n]}: {Settings.model_fields[n].description}" for n, v in values.items()]
    head = f"# {home_folder() / SETTINGS_FILE}, overridden by {ENVIRONMENT_PREFIX}<NAME>"
    _show({n: {"value": v, "origin": found[n]} for n, v in values.items()}, [head, *lines], as_json)


@cli.command()
def doctor() -> int:
    """Check this machine, the models, the index and the settings; exit code 1 if something needs mending."""
    from rag.shell.doctor import examine

    findings = list(examine())
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'FAIL'}  {finding.what}: {finding.found}")
    return ANSWERED if all(finding.well for finding in findings) else FAILED


def _show(value: object, lines: list[str], as_json: bool) -> None:
    """Print a value as one line of JSON, or the lines that say the same to a reader."""
    for line in [json.dumps(value, ensure_ascii=False, default=str)] if as_json else lines:
        click.echo(line)


def _text(words: tuple[str, ...]) -> str:
    """Return the words of the command line, or standard input when there are none or a `-`.

    Raises BadQuestion now, not after models are loaded.
    """
    from rag.question.asked import understand

    text = " ".join(words)
    if words in ((), ("-",)):
        if sys.stdin.isatty():
            raise click.UsageError("Ask something: abstract-qa ask 'What does Compressor do?'")
        text = sys.stdin.buffer.read(1_000_000).decode("utf-8", errors="replace")
    understand(text)
    return text


@contextmanager
def _assistant(doing: str, **overrides: Any) -> "Iterator[Assistant]":
    """Yield a loaded assistant; on a terminal, stderr shows `doing` while the block runs."""
    with progress_on_stderr() as progress:
        progress(doing, 0, 0)
        from rag.assistant import Assistant

        yield Assistant.load(progress=progress, **overrides)


def main() -> None:
    """Run the shell."""
    run(cli)


if __name__ == "__main__":
    main()
