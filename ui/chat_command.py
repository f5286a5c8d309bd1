"""The shell's `chat` command."""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from index_store.errors import AbstractQAError, EmptyCollection
from rag.shell.options import collection_option, embedder_option, llm_option, runtime_option
from rag.shell.terminal import progress_on_stderr

if TYPE_CHECKING:
    from rag.assistant import Assistant


@click.command()
@click.option("--host", help="Address to serve on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on.  [default: 7860]")
@llm_option
@runtime_option
@embedder_option
@collection_option
def chat(host: str | None, port: int | None, **settings: str | None) -> None:
    """Serve the chat page on this machine."""
    from rag.assistant import Assistant
    from ui.server import check_port, sign_in
    from ui.serving import serve

    with progress_on_stderr() as progress:
        assistant = Assistant.load(progress=progress, host=host, port=port, **settings)
        address = assistant.settings
        check_port(address.host, address.port)  # before the index is built, which takes long
        sign_in(address.host, address.password)
        with suppress(EmptyCollection):  # papers can be added on the page
            assistant.papers()
        threading.Thread(target=_warm_up, args=(assistant,), daemon=True).start()
        serve(assistant, address.host, address.port)


def _warm_up(assistant: "Assistant") -> None:
    """Load the models while the page is being opened."""
    try:
        assistant.prepare_llm()
        assistant.search("warm up", limit=1)
        assistant.llm  # noqa: B018
    except AbstractQAError as error:
        click.echo(f"abstract-qa: {error}", err=True)
