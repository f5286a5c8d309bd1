"""The chat page: the conversation on the left, its sources on the right."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import gradio as gr

from rag.assistant import Assistant
from ui.conversation import ShownTurn, converse
from ui.server import address, check_port, is_loopback, middleware, reach_without_proxy

FOLDER = Path(__file__).parent
MAX_WAITING_QUESTIONS = 16
CONCURRENT_QUESTIONS = 4  # searched in parallel; the model writes for one at a time
EXAMPLES = (
    "How much smaller are Compressor's models, and how much faster?",
    "Which three pre-trained models is LM-Nav built from?",
    "How does Model Spider represent models and tasks to match them?",
    "Does back-translation help the encoder or the decoder?",
    "What gains do CrisisTransformers sentence encoders bring?",
    "Which score did AlphaFold 2 reach at CASP14?",  # the bundled abstracts do not say
)

Updates = dict[Any, Any]
Handler = Callable[[str, tuple[ShownTurn, ...], bool], Iterator[Updates]]


@dataclass(frozen=True)
class PageElements:
    """The elements of the page that an answer changes; `turns` and `stopping` belong to one visitor's session."""

    turns: gr.State
    stopping: gr.State
    conversation: gr.HTML
    sources: gr.HTML
    status: gr.HTML
    examples: gr.Column
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    clear: gr.Button


def build_page(assistant: Assistant) -> gr.Blocks:
    """Return the page; the data of a visitor stays in the visitor's session."""
    with gr.Blocks(title="abstract-qa", analytics_enabled=False, fill_width=True) as page:
        elements, examples, quote = _lay_out(assistant)
        answer = _answering(assistant, elements)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        queued = {**quiet, "concurrency_limit": CONCURRENT_QUESTIONS, "concurrency_id": "ask"}
        outputs = list(vars(elements).values())
        triggers = [elements.box.submit, elements.ask.click]
        asked = [gr.on(triggers, answer, [elements.box, elements.turns, quote], outputs, **queued)]
        asked += [example.click(answer, [example, elements.turns, quote], outputs, **queued) for example in examples]
        for event in asked:  # Gradio takes the next question only after this
            event.then(lambda: _asking(elements, False), outputs=outputs, queue=False, **quiet)
        elements.stop.click(_stop, [elements.stopping], queue=False, **quiet)
        elements.clear.click(lambda: _cleared(elements), outputs=outputs, queue=False, **quiet)
    return page.queue(max_size=MAX_WAITING_QUESTIONS, api_open=False)


def launch(assistant: Assistant, host: str, port: int) -> gr.Blocks:
    """Serve the page from background threads and return it; `close()` ends it. Raises AbstractQAError."""
    check_port(host, port)
    reach_without_proxy(host)
    page = build_page(assistant)
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
        max_file_size="1kb",  # the page takes no files, but Gradio always has an upload route
        app_kwargs={"middleware": middleware(host)},
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font="sans-serif", font_mono="monospace"),
        css=(FOLDER / "page.css").read_text(encoding="utf-8"),
        js=(FOLDER / "page.js").read_text(encoding="utf-8"),
    )
    return page


def serve(assistant: Assistant, host: str, port: int) -> None:
    """Serve the page until the program is interrupted. Raises AbstractQAError if the port is taken."""
    page = launch(assistant, host, port)
    if not is_loopback(host):
        click.echo(f"Warning: whoever can reach {host} port {port} can ask; there is no password.", err=True)
    click.echo(f"Serving on {address(host, port)} (Ctrl-C stops)", err=True)
    try:
        threading.Event().wait()
    finally:
        page.close(verbose=False)


def _lay_out(assistant: Assistant) -> tuple[PageElements, list[gr.Button], gr.Checkbox]:
    """Lay out the page inside the open Blocks; return its elements, the examples, and the checkbox for quotations."""
    turns, stopping = gr.State(()), gr.State(None)
    about = f"{len(assistant.papers()):,} papers · every statement cites the sentence it rests on"
    about += "" if assistant.settings.llm_url else " · runs on this machine"
    _html(f"<h1>abstract-qa</h1><p>{about}</p>", elem_id="heading")
    with gr.Row(elem_id="columns"):
        with gr.Column(scale=6, elem_id="left"):
            conversation = _html(elem_id="conversation")
            with gr.Column(elem_id="examples") as examples:
                _html("<p>Ask the papers, for instance:</p>")
                buttons = [gr.Button(text, elem_classes="example") for text in EXAMPLES]
            status = _html(elem_id="status")
            with gr.Row(elem_id="asking"):
                box = gr.Textbox(
                    placeholder="Ask a question", label="Question", show_label=False, container=False,
                    max_lines=6, autofocus=True, elem_id="question",
                )  # fmt: skip
                ask = gr.Button("Ask", variant="primary", scale=0, min_width=84, elem_id="ask")
                stop = gr.Button("Stop", visible=False, scale=0, min_width=84, elem_id="stop")
                clear = gr.Button("Clear", visible=False, scale=0, min_width=84, elem_id="clear")
            quote = gr.Checkbox(
                label="Quote only: at once, without the language model", container=False, elem_id="quote"
            )
        with gr.Column(scale=5, elem_id="right"):
            sources = _html(elem_id="sources")
    return PageElements(turns, stopping, conversation, sources, status, examples, box, ask, stop, clear), buttons, quote


def _html(value: str = "", elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)


def _answering(assistant: Assistant, elements: PageElements) -> Handler:
    """Return the handler that shows a question being answered."""

    def answer(question: str, earlier: tuple[ShownTurn, ...], extractive: bool) -> Iterator[Updates]:
        stopped = threading.Event()
        yield {**_asking(elements, True), elements.box: "", elements.stopping: stopped}
        turns, failed, shown_sources = earlier, False, None
        try:
            for moment in converse(assistant, question, earlier, stopped, extractive):
                turns, failed = (*earlier, moment.turn), moment.failed
                updates = {elements.conversation: _join(t.body for t in turns), elements.status: moment.status}
                if moment.turn.sources != shown_sources:
                    shown_sources = moment.turn.sources
                    updates[elements.sources] = _join(t.sources for t in turns)
                yield updates
        finally:
            stopped.set()
        yield {elements.turns: turns, **({elements.box: question.strip()} if failed else {})}

    return answer


def _asking(elements: PageElements, busy: bool) -> Updates:
    return {
        elements.examples: gr.update(visible=False),
        elements.ask: gr.update(visible=not busy),
        elements.stop: gr.update(visible=busy),
        elements.clear: gr.update(visible=not busy),
    }


def _stop(stopping: threading.Event | None) -> None:
    if stopping is not None:
        stopping.set()


def _cleared(elements: PageElements) -> Updates:
    texts = dict.fromkeys((elements.conversation, elements.sources, elements.status, elements.box), "")
    shown = {elements.examples: gr.update(visible=True), elements.clear: gr.update(visible=False)}
    return {**texts, **shown, elements.turns: ()}


def _join(pieces: Iterable[str]) -> str:
    return "".join(pieces)
