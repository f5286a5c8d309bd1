"""A finished answer as HTML, its markers linked to the cited sentences."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from rag.answer import Answer, Citation
from ui.answers.refusal_cards import refusal
from ui.answers.turns import place, sources_link

_MARKER = re.compile(r"\[(\d+)\]")
_AFTER_SENTENCE = re.compile(r"(?:\s*\[\d+\])*[.!?]*")


def answer(number: int, given: Answer) -> str:
    """Return the answer of turn `number`; its markers link to the cited sentences among the sources."""
    if given.status == "abstained":
        return refusal(number, given)
    links = {citation.number: _link(number, citation) for citation in given.citations}
    key = '<p class="key">Dotted: the cited sentence says this only in part, or in other words.</p>'
    return (
        f'<p class="answer">{"".join(_sentences(given, links))}</p>'
        f"{key if any(s.support != 'supported' for s in given.sentences) else ''}{sources_link(number)}"
    )


def _link(number: int, citation: Citation) -> str:
    about = escape(f"{citation.paper.title}\n\n“{citation.quote}”")
    return (
        f'<a class="cite" href="#{place(number, citation.number)}" title="{about}" '
        f'aria-label="Source {citation.number}">[{citation.number}]</a>'
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
    return _MARKER.sub(lambda marker: links.get(int(marker[1]), marker[0]), escape(text))
