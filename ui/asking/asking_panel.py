"""The middle of the page: the conversation, the question, and the buttons that ask and stop."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from index_store.paper_conditions import Conditions
from rag.answering.wanted import Wanted
from rag.assistants import Assistants
from ui.asking.changes import Updates, admitted, changes
from ui.asking.converse import converse
from ui.asking.shown_turn import Asked, ShownTurn
from ui.html_pieces import AT_ONCE, QUIET, plain_html, told_html
from ui.visitor_state import VisitorState

MOST_AT_ONCE = 40  # questions on their way; each takes a thread while it is answered
EXAMPLES = (
    "How much smaller are Compressor's models, and how much faster?",
    "Which three pre-trained models is LM-Nav built from?",
    "How does Model Spider represent models and tasks to match them?",
    "Does back-translation help the encoder or the decoder?",
    "What gains do CrisisTransformers sentence encoders bring?",
    "Which score did AlphaFold 2 reach at CASP14?",  # the bundled abstracts do not say
)

Handler = Callable[[str, tuple[ShownTurn, ...], Conditions | None, Wanted, str, bool], Iterator[Updates]]


@dataclass(frozen=True)
class AskingElements:
    """The elements of the panel; `stopping` holds the event that stops the present question of a visitor.

    `conversation` shows the turns that have ended, and `present` the one on its way: while it is written, nothing that
    the visitor reads or points at above it is drawn anew.
    """

    stopping: gr.State
    conversation: gr.HTML
    present: gr.HTML
    examples: gr.Column
    example_buttons: tuple[gr.Button, ...]
    status: gr.HTML
    scope_line: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    clear: gr.Button
    quote: gr.Checkbox


def lay_out() -> AskingElements:
    """Lay out the panel inside the open Blocks."""
    with gr.Column(elem_id="conversation"):
        conversation, present = plain_html(), plain_html()
    with gr.Column(elem_id="examples") as examples:
        plain_html("<p>Ask the papers, for instance:</p>")
        buttons = tuple(gr.Button(text, elem_classes="example") for text in EXAMPLES)
    status, scope_line = plain_html(elem_id="status"), told_html("scope")
    with gr.Row(elem_id="asking"):
        box = gr.Textbox(
            "", placeholder="Ask a question", label="Question", show_label=False, container=False,
            max_lines=6, autofocus=True, elem_id="question",
        )  # fmt: skip
        ask = gr.Button("Ask", variant="primary", scale=0, min_width=84, elem_id="ask")
        stop = gr.Button("Stop", visible=False, scale=0, min_width=84, elem_id="stop")
        clear = gr.Button("New conversation", visible=False, scale=0, min_width=160, elem_id="clear")
    quote = gr.Checkbox(label="Quote only: at once, without the language model", container=False, elem_id="quote")
    return AskingElements(
        gr.State(None), conversation, present, examples, buttons, status, scope_line, box, ask, stop, clear, quote
    )


def wire(assistants: Assistants, elements: AskingElements, sources: gr.HTML, visitor: VisitorState) -> list[Any]:
    """Say what happens on the panel; `sources` shows the sources of the visitor's answers.

    Return the events after which a question has its answer.
    """
    answer = _answering(assistants, elements, sources, visitor)
    queued = {**QUIET, "concurrency_limit": None, "concurrency_id": "ask"}  # they wait for the model, not here
    outputs = _outputs(elements, sources, visitor)
    inputs = [visitor.turns, visitor.scope, visitor.wanted, visitor.collection, elements.quote]
    typed = [elements.box.submit, elements.ask.click]
    asked = [gr.on(typed, answer, [elements.box, *inputs], outputs, **queued)]
    asked += [each.click(answer, [each, *inputs], outputs, **queued) for each in elements.example_buttons]
    for event in asked:  # Gradio takes the next question only after this
        event.then(lambda: _asking(elements, False), outputs=outputs, **AT_ONCE)
    elements.stop.click(_stop, [elements.stopping], **AT_ONCE)
    elements.clear.click(lambda: _cleared(elements, sources, visitor), outputs=outputs, **AT_ONCE)
    return asked


def _outputs(elements: AskingElements, sources: gr.HTML, visitor: VisitorState) -> list[Any]:
    buttons = [elements.ask, elements.stop, elements.clear]
    shown = [elements.conversation, elements.present, sources, elements.status, elements.examples, elements.box]
    return [*shown, *buttons, elements.stopping, visitor.turns, visitor.conversation]


def _answering(assistants: Assistants, elements: AskingElements, sources: gr.HTML, visitor: VisitorState) -> Handler:
    """Return the handler that shows a question being answered."""
    free = threading.Semaphore(MOST_AT_ONCE)

    def answer(
        question: str,
        earlier: tuple[ShownTurn, ...],
        scope: Conditions | None,
        wanted: Wanted,
        collection: str,
        extractive: bool,
    ) -> Iterator[Updates]:
        stopped, asked = threading.Event(), Asked(question, earlier, extractive, scope, wanted)
        yield {**_asking(elements, True), elements.box: "", elements.stopping: stopped}
        turn, failed = ShownTurn(question, ""), False
        try:
            moments = admitted(free, asked, converse(assistants.of(collection), asked, stopped))
            for moment, updates in changes(moments, asked, elements.present, sources, elements.status):
                turn, failed = moment.turn, moment.failed
                yield updates
        finally:
            stopped.set()
        turns = (*earlier, turn)
        ended = {elements.conversation: "".join(t.body for t in turns), elements.present: "", visitor.turns: turns}
        yield {**ended, **({elements.box: question.strip()} if failed else {})}

    return answer


def _asking(elements: AskingElements, busy: bool) -> Updates:
    return {
        elements.examples: gr.update(visible=False),
        elements.ask: gr.update(visible=not busy),
        elements.stop: gr.update(visible=busy),
        elements.clear: gr.update(visible=not busy),
    }


def _stop(stopping: threading.Event | None) -> None:
    if stopping is not None:
        stopping.set()


def _cleared(elements: AskingElements, sources: gr.HTML, visitor: VisitorState) -> Updates:
    texts = dict.fromkeys((elements.conversation, elements.present, sources, elements.status, elements.box), "")
    shown = {elements.examples: gr.update(visible=True), elements.clear: gr.update(visible=False)}
    return {**texts, **shown, visitor.turns: (), visitor.conversation: ""}
