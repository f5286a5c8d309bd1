"""What can be done with an answer, as HTML under it: take it along, say what it is worth. All text is escaped."""

from html import escape
from textwrap import shorten

from rag.answer import Answer

LONGEST_NOTE = 1_000  # characters
LONGEST_TITLE = 60  # in the choice of citations


def answer_bar(number: int, answer: Answer) -> str:
    """Return the bar of turn `number`; the script of the panel reads its `data` attributes."""
    takes = [("markdown", "Markdown", True), ("bibtex", "BibTeX", bool(answer.citations)), ("json", "JSON", True)]
    takes.append(("all", "Whole conversation", True))
    buttons = "".join(
        f'<button type="button" data-take="{form}"{"" if possible else " disabled"}>{label}</button>'
        for form, label, possible in takes
    )
    return (
        f'<div class="bar" data-turn="{number}">'
        f'<span class="takes" role="group" aria-label="Take along">{buttons}</span>'
        f'<button type="button" data-verdict="good answer">Good answer</button>{_complaint(answer)}</div>'
    )


def _complaint(answer: Answer) -> str:
    """Return the form that says what is wrong: the answer, or one of its citations, and a note."""
    choices = "".join(
        f'<option value="{c.number}">{escape(f"[{c.number}] {shorten(c.paper.title, LONGEST_TITLE)}")}</option>'
        for c in answer.citations
    )
    wrong = f'<optgroup label="This citation is wrong">{choices}</optgroup>' if choices else ""
    return (
        '<details class="complaint"><summary>Something is wrong</summary>'
        f'<label>What<select><option value="">The answer</option>{wrong}</select></label>'
        f'<label>Note (may be empty)<textarea rows="2" maxlength="{LONGEST_NOTE}"></textarea></label>'
        '<button type="button" data-verdict="complaint">Send</button></details>'
    )
