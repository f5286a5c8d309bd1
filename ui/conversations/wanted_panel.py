"""The settings of one visitor: how answers are to be, light or dark; and the model, in words."""

from dataclasses import dataclass

import gradio as gr

from rag.answering.wanted import LENGTHS, Wanted
from rag.assistant import Assistant
from rag.shell.doctor import examine
from ui.conversations.model_words import findings, model_words
from ui.html_pieces import AT_ONCE, QUIET, plain_html
from ui.visitor_state import VisitorState

MOST_PAPERS = 20
AS_ASKED = "As the question"
LANGUAGES = (
    AS_ASKED, "English", "Arabic", "Chinese", "Dutch", "French", "German", "Hindi", "Italian", "Japanese", "Korean",
    "Portuguese", "Russian", "Spanish", "Swedish", "Turkish",
)  # fmt: skip
_LENGTH_LABELS = {"short": "Short", "normal": "Normal", "long": "Long"}
_LOOK = (
    '<fieldset><legend>Look</legend><button type="button" data-look="system">As the system</button>'
    '<button type="button" data-look="light">Light</button><button type="button" data-look="dark">Dark</button>'
    "</fieldset>"
)


@dataclass(frozen=True)
class WantedElements:
    """The elements of the panel."""

    length: gr.Radio
    papers: gr.Slider
    language: gr.Dropdown
    model: gr.HTML
    check: gr.Button
    findings: gr.HTML


def lay_out(assistant: Assistant, local: bool) -> WantedElements:
    """Lay out the panel inside the open Blocks; `local`: the page may tell what is on this machine."""
    usual = min(assistant.settings.passages, MOST_PAPERS)
    with gr.Column(elem_id="settings", elem_classes="popover"):
        length = gr.Radio(
            [(_LENGTH_LABELS[length], length) for length in LENGTHS], value="normal", label="Answers",
            info="Short: nothing is quoted beside what the model writes. Long: up to eight sentences.",
            elem_id="wanted-length",
        )  # fmt: skip
        papers = gr.Slider(
            1, MOST_PAPERS, value=usual, step=1, label="Papers read for an answer", elem_id="wanted-papers",
            info="More takes the model longer.", buttons=[],
        )  # fmt: skip
        language = gr.Dropdown(
            list(LANGUAGES), value=AS_ASKED, label="Language of answers", elem_id="wanted-language",
            info="Quotations stay in English. A sentence whose translation cannot be checked does, too.",
        )  # fmt: skip
        plain_html(_LOOK, elem_id="look")
        model = plain_html(elem_id="model")
        check = gr.Button("Check this installation", visible=local, size="sm", elem_id="check")
        found = plain_html(elem_id="findings")
    return WantedElements(length, papers, language, model, check, found)


def wire(assistant: Assistant, elements: WantedElements, visitor: VisitorState, opened: gr.HTML, local: bool) -> None:
    """Say what happens on the panel: each change is kept in the visitor's own state."""
    usual = assistant.settings.passages
    chosen = [elements.length, elements.papers, elements.language]
    changed = [elements.length.change, elements.papers.change, elements.language.change]

    def wanted(length: str, papers: float, language: str) -> Wanted:
        return wanted_of(length, papers, language, usual)

    gr.on(changed, wanted, chosen, visitor.wanted, **AT_ONCE)
    opened.panel_opened(lambda: model_words(assistant.model_state), None, elements.model, **AT_ONCE)
    if local:
        elements.check.click(lambda: findings(examine()), None, elements.findings, concurrency_limit=1, **QUIET)


def wanted_of(length: str, papers: float, language: str, usual: int) -> Wanted:
    """Return the wishes that are chosen; what is not among the choices is as usual, `usual` many papers too."""
    many = max(1, min(MOST_PAPERS, round(papers)))
    return Wanted(
        length=next((one for one in LENGTHS if one == length), "normal"),
        papers=None if many == min(usual, MOST_PAPERS) else many,
        language=language if language in LANGUAGES[1:] else None,
    )
