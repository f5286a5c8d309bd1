"""The frame of a turn of the conversation, and what stands in it before its answer."""

from html import escape

MAX_QUESTION_SHOWN = 400  # characters; a text pasted by mistake need not fill the page


def turn(number: int, question: str, body: str) -> str:
    """Return one turn of the conversation: the question, and its answer as HTML."""
    words = " ".join(question.split()) or "(nothing)"
    asked = escape(words if len(words) <= MAX_QUESTION_SHOWN else f"{words[:MAX_QUESTION_SHOWN]}…")
    whole = escape(question.strip())
    return f'<article class="turn" id="t{number}" data-question="{whole}"><h2 dir="auto">{asked}</h2>{body}</article>'


def understood(asked: str, read_as: str) -> str:
    """Return the line that shows how a question was read; empty if it was read as typed.

    The line can be edited: the page's script asks what is entered there.
    """
    if " ".join(asked.split()) == read_as:
        return ""
    return (
        f'<p class="understood">Read as: <span class="plan-text" contenteditable="plaintext-only" role="textbox" '
        f'dir="auto" aria-label="How the question was read. Edit it and press Enter to ask it so." spellcheck="false">'
        f'{escape(read_as)}</span> <button type="button" class="quiet" data-do="plan">Ask it so</button></p>'
    )


def draft(text: str) -> str:
    """Return the draft so far; it is muted, as nothing of it is checked yet."""
    return f'<p class="answer draft" title="not checked yet" dir="auto">{escape(text)}</p>'


def notice(text: str, again: bool = False) -> str:
    """Return a calm one-line card; `again`: with a button that asks the question again."""
    button = ' <button type="button" class="quiet" data-do="again">Ask again</button>' if again else ""
    return f'<p class="notice" role="status">{escape(text)}{button}</p>'


def status(stage: str, seconds: float | None = None, title: str = "") -> str:
    """Return the status line, with `title` while it is pointed at.

    The page's script counts on from `seconds`, outside what a screen reader announces.
    """
    elapsed = "" if seconds is None else f'<span class="elapsed" data-seconds="{seconds:.1f}"></span>'
    return f'<span role="status"><span title="{escape(title)}">{escape(stage)}</span></span>{elapsed}'


def place(number: int, citation: int) -> str:
    """Return the id of the mark of a citation among the sources of turn `number`."""
    return f"t{number}-c{citation}"
