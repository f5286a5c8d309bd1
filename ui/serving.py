"""Serve the page: Gradio's server with our headers, styles and scripts."""

import threading
from pathlib import Path

import click
import gradio as gr

from rag.assistant import Assistant
from ui.app import build_page
from ui.maths_library import maths_head
from ui.server import LARGEST_FILE, address, check_port, is_loopback, middleware, reach_without_proxy, sign_in

STATIC = Path(__file__).parent / "static"


def launch(assistant: Assistant, host: str, port: int) -> gr.Blocks:
    """Serve the page from background threads and return it; `close()` ends it. Raises AbstractQAError."""
    check_port(host, port)
    allowed = sign_in(host, assistant.settings.password)
    reach_without_proxy(host)
    local = is_loopback(host)
    may_change = local and not assistant.settings.read_only
    page = build_page(assistant, local, may_change)
    page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        inline=False,
        share=False,
        show_error=False,
        enable_monitoring=False,
        run_history=False,
        ssr_mode=False,
        footer_links=[],
        max_threads=100,  # each question on its way takes one
        max_file_size=LARGEST_FILE if may_change else "1kb",
        auth=allowed,
        auth_message="The page needs a password; any name will do.",
        app_kwargs={"middleware": middleware(host)},
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font="sans-serif", font_mono="monospace"),
        css=joined(".css"),
        js=joined(".js"),
        head=maths_head(),
    )
    return page


def serve(assistant: Assistant, host: str, port: int) -> None:
    """Serve the page until the program is interrupted. Raises AbstractQAError if the port is taken."""
    page = launch(assistant, host, port)
    click.echo(f"Serving on {address(host, port)} (Ctrl-C stops)", err=True)
    try:
        threading.Event().wait()
    finally:
        page.close(verbose=False)


def joined(ending: str) -> str:
    """Return the static files with an ending as one text: the page's own first, then each panel's by name."""
    files = sorted(STATIC.glob(f"*{ending}"), key=lambda path: (path.stem != "page", path.stem))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)
