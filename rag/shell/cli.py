"""The shell: `abstract-qa ask | search | chat | ingest | papers | remove | undo | eval | models | doctor | config`.

Answers go to stdout and nothing else does. Exit codes: 0 answered, 3 abstained, 2 wrong use, 1 failure.
"""

import json
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

import click

from rag.machine.home import home_folder
from rag.shell.loading import loaded
from rag.shell.model_commands import models
from rag.shell.options import (
    collection_option,
    condition_options,
    conditions_of,
    embedder_option,
    json_option,
    llm_option,
    runtime_option,
)
from rag.shell.paper_commands import ingest, papers, remove, undo
from rag.shell.terminal import ABSTAINED, ANSWERED, FAILED, echo, run, show

if TYPE_CHECKING:
    from rag.answer import Answer

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


for command in (models, papers, ingest, remove, undo):
    cli.add_command(command)


@cli.command()
@click.argument("question", nargs=-1)
@condition_options
@llm_option
@runtime_option
@embedder_option
@collection_option
@click.option("--extractive", is_flag=True, help="Quote the sentences that answer best; needs no language model.")
@click.option("--explain", is_flag=True, help="Say on standard error how the question was read, as JSON.")
@click.option("--format", "form", type=click.Choice(["markdown", "bibtex", "json"]), help="To take the answer along.")
@json_option
def ask(
    question: tuple[str, ...],
    year: str | None,
    authors: tuple[str, ...],
    venue: str | None,
    keywords: tuple[str, ...],
    extractive: bool,
    explain: bool,
    form: str | None,
    as_json: bool,
    **settings: str | None,
) -> int:
    """Answer a QUESTION (or standard input) from the abstracts."""
    text, among = _text(question), conditions_of(year, authors, venue, keywords)
    with loaded("Answering", **settings) as assistant:
        if not extractive:
            assistant.prepare_llm()
        answer = assistant.ask(text, extractive=extractive, among=among)
    if explain:
        click.echo(json.dumps(answer.to_dict()["plan"], ensure_ascii=True), err=True)
    if form in ("markdown", "bibtex"):
        echo(_taken_along(answer, form))
    else:
        cited = [f"\n[{c.number}] {c.paper.title}\n    {c.quote}" for c in answer.citations]
        nearest = [f"Nearest: {n.paper.title}" for n in answer.nearest]
        show(answer.to_dict(), [answer.text, *cited, *nearest], as_json or form == "json")
    return ABSTAINED if answer.status == "abstained" else ANSWERED


def _taken_along(answer: "Answer", form: str) -> str:
    from rag.export.answers import cited_papers, to_markdown
    from rag.export.bibtex_writer import to_bibtex

    return to_markdown(answer) if form == "markdown" else to_bibtex(cited_papers(answer))


@cli.command()
@click.argument("question", nargs=-1)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many papers.")
@condition_options
@embedder_option
@collection_option
@json_option
def search(
    question: tuple[str, ...],
    limit: int,
    embedder: str | None,
    collection: str | None,
    as_json: bool,
    **conditions: Any,
) -> None:
    """List the papers nearest to a QUESTION (or standard input), best first."""
    text, among = _text(question), conditions_of(**conditions)
    with loaded("Searching", embedder=embedder, collection=collection) as assistant:
        passages = assistant.search(text, limit, among)
        found = [(passage, assistant.library.paper(passage.chunk.paper_id)) for passage in passages]
    rows = [{"paper_id": paper.paper_id, "title": paper.title, "score": round(p.score, 4)} for p, paper in found]
    show(rows, [f"{row['score']:.2f}  {row['title']}" for row in rows], as_json)


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
    show({n: {"value": v, "origin": found[n]} for n, v in values.items()}, [head, *lines], as_json)


@cli.command()
@click.option("--repair", is_flag=True, help="Mend what is damaged of the papers and their index.")
def doctor(repair: bool) -> int:
    """Check this machine, the models, the papers and the settings; exit code 1 if something needs mending."""
    from rag.shell.doctor import examine, mend

    findings = [*(mend() if repair else ()), *examine()]
    for finding in findings:
        echo(f"{'ok  ' if finding.well else 'FAIL'}  {finding.what}: {finding.found}\n")
    return ANSWERED if all(finding.well for finding in findings) else FAILED


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


def main() -> None:
    """Run the shell."""
    run(cli)


if __name__ == "__main__":
    main()
