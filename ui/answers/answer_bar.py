"""What can be done with an answer, as HTML under it: take it along, say what it is worth. All text is escaped."""

from html import escape
from textwrap import shorten

from rag.answer import Answer
from ui.answers.copied_text import copied_text

FILE = "feedback.jsonl"  # in the home folder: what visitors say of answers
LONGEST_NOTE = 1_000  # characters
LONGEST_TITLE = 60  # in the choice of citations


def answer_bar(number: int, answer: Answer) -> str:
    """Return the bar of turn `number`; the script of the panel reads its `data` attributes."""
    return (
        f'<div class="bar turn-actions" data-turn="{number}">'
        f'<a class="show-sources" href="#t{number}-sources">Sources</a>'
        '<button type="button" class="quiet" data-do="again">Ask again</button>'
        '<button type="button" class="quiet" data-do="edit">Edit the question</button>'
        '<button type="button" class="quiet" data-verdict="good answer">Good answer</button>'
        f"{_complaint(answer)}{_takes(answer)}</div>"
    )


def _takes(answer: Answer) -> str:
    """Return the group of buttons that take something along."""
    named = {
        "markdown": "Markdown file",
        "bibtex": "BibTeX of cited papers",
        "json": "JSON record",
        "all": "Whole conversation",
    }
    none = ' disabled title="Nothing is cited" aria-label="BibTeX of cited papers: nothing is cited"'
    buttons = "".join(
        f'<button type="button" class="quiet" data-take="{form}"'
        f"{none if form == 'bibtex' and not answer.citations else ''}>{label}</button>"
        for form, label in named.items()
    )
    copied = escape(copied_text(answer))
    copy = f'<button type="button" class="quiet" data-do="copy" data-copy="{copied}">Copy with references</button>'
    return f'<span class="takes" role="group" aria-label="Take along"><span>Take along:</span>{copy}{buttons}</span>'


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
        f"<p>It is written into {FILE} on the machine that serves this page.</p>"
        '<button type="button" data-verdict="complaint">Send</button></details>'
    )
