"""A finished answer as HTML, its markers linked to the cited sentences."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from rag.answer import Answer, Citation
from ui.answers.copied_text import copied_text
from ui.answers.left_out import changes
from ui.answers.refusal_cards import refusal
from ui.answers.text_markup import markup
from ui.answers.turns import actions, place

_MARKER = re.compile(r"\[(\d+)\]")
_AFTER_SENTENCE = re.compile(r"(?:\s*\[\d+\])*[.!?]*")


def answer(number: int, given: Answer, suggestion: str | None = None) -> str:
    """Return the answer of turn `number`; its markers link to the cited sentences among the sources.

    A refusal is a card; `suggestion` is a question for it that the abstracts do answer.
    """
    if given.status == "abstained":
        return refusal(number, given, suggestion)
    links = {citation.number: _link(number, citation) for citation in given.citations}
    text = "".join(_sentences(given, links))
    return f'<p class="answer" dir="auto">{text}</p>{_key(given)}{changes(given)}{actions(number, copied_text(given))}'


def _key(given: Answer) -> str:
    quoted = any(s.kind == "quoted" for s in given.sentences)
    partial = any(s.support != "supported" for s in given.sentences)
    lines = [
        '<span class="key-quoted">Italic</span>: in the words of the paper.' if quoted else "",
        '<span class="key-partial">Dotted</span>: the cited sentence says this only in part, or in other words.'
        if partial
        else "",
    ]
    return f'<p class="key">{" ".join(filter(None, lines))}</p>' if quoted or partial else ""


def _link(number: int, citation: Citation) -> str:
    paper = citation.paper
    year = (paper.published or "")[:4]
    label = escape(f"Source {citation.number}: {paper.title}")
    return (
        f'<a class="cite" href="#{place(number, citation.number)}" aria-label="{label}" '
        f'data-title="{escape(paper.title)}" data-year="{escape(year)}" data-quote="{escape(citation.quote)}">'
        f"[{citation.number}]</a>"
    )


def _sentences(given: Answer, links: Mapping[int, str]) -> Iterator[str]:
    position = 0
    for sentence in given.sentences:
        bare = sentence.text.rstrip(".!?")
        start = given.text.find(bare, position)
        after = _AFTER_SENTENCE.match(given.text, start + len(bare))
        if start < 0 or after is None:
            continue
        look = ' quoted" title="in the words of the paper' if sentence.kind == "quoted" else ""
        look = ' partial" title="partly supported, or in other words' if sentence.support != "supported" else look
        yield _linked(given.text[position:start], links)
        yield f'<span class="sentence{look}">{_linked(given.text[start : after.end()], links)}</span>'
        position = after.end()
    yield _linked(given.text[position:], links)


def _linked(text: str, links: Mapping[int, str]) -> str:
    """Return a text, escaped, with links in place of the markers that have one."""
    return _MARKER.sub(lambda marker: links.get(int(marker[1]), marker[0]), markup(text))
