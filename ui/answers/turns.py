"""The frame of a turn of the conversation, and what stands in it before its answer."""

from html import escape
from textwrap import shorten

MAX_QUESTION_SHOWN = 400  # characters; a text pasted by mistake need not fill the page


def turn(number: int, question: str, body: str) -> str:
    """Return one turn of the conversation: the question, and its answer as HTML."""
    asked = escape(shorten(question, MAX_QUESTION_SHOWN, placeholder=" …") or "(nothing)")
    return f'<article class="turn" id="t{number}"><h2>{asked}</h2>{body}</article>'


def understood(asked: str, standalone: str) -> str:
    """Return the line that shows how a follow-up was read; empty if it was read as typed."""
    same = " ".join(asked.split()) == standalone
    return "" if same else f'<p class="understood">Read as: {escape(standalone)}</p>'


def draft(text: str) -> str:
    """Return the draft so far; it is muted, as nothing of it is checked yet."""
    return f'<p class="answer draft" title="not checked yet">{escape(text)}</p>'


def notice(text: str) -> str:
    """Return a calm one-line card."""
    return f'<p class="notice" role="status">{escape(text)}</p>'


def status(stage: str, elapsed: str = "") -> str:
    """Return the status line; a screen reader announces the stage, not every second."""
    return f'<span role="status">{escape(stage)}</span>{escape(elapsed and f" · {elapsed}")}'


def sources_link(number: int) -> str:
    """Return the link that shows the sources of turn `number`."""
    return f'<a class="show-sources" href="#t{number}-sources">Sources of this answer</a>'


def place(number: int, citation: int) -> str:
    """Return the id of the mark of a citation among the sources of turn `number`."""
    return f"t{number}-c{citation}"
