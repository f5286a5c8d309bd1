"""The language model in words: which, where it runs, what it is doing; and what a check of everything found."""

from collections.abc import Iterable
from html import escape

from rag.answering.model_state import Doing, ModelState
from rag.shell.doctor import Finding
from ui.answers.text_markup import counted

_WORDS: dict[Doing, str] = {
    "not loaded": "It is loaded at the first question that needs it.",
    "loading": "It is being loaded.",
    "ready": "It is ready.",
    "working": "It is at work on a question.",
    "elsewhere": "What it is doing is not told here.",
}


def model_words(state: ModelState) -> str:
    """Return a paragraph of HTML about the model."""
    where = f"runs on {state.where}" if state.doing == "elsewhere" else f"runs on this machine ({state.where})"
    waiting = state.questions - 1
    queue = f" {counted(waiting, 'question')} wait{'s' * (waiting == 1)}." if waiting > 0 else ""
    return f"<p><b>{escape(state.name)}</b> {escape(where)}. {_WORDS[state.doing]}{queue}</p>"


def findings(found: Iterable[Finding]) -> str:
    """Return the findings of a check as a list; what is not well comes with the command that mends it."""
    lines = "".join(
        f'<li class="{"well" if one.well else "unwell"}"><b>{escape(one.what)}</b> '
        f"{'' if one.well else 'needs attention: '}{escape(one.found)}</li>"
        for one in found
    )
    return f"<ul>{lines}</ul>"
