"""A finished answer as HTML, its markers linked to the cited sentences."""

import re
from collections.abc import Iterator
from html import escape

from rag.answer import Answer, AnswerSentence, Citation, Support
from rag.collection.collected import COLLECTION
from ui.answers.left_out import changes
from ui.answers.refusal_cards import refusal
from ui.answers.support_words import SUPPORT_WORDS, support_words
from ui.answers.text_markup import markup
from ui.answers.turns import place

_MARKER = re.compile(r"\[(\d+)\]")
_AFTER_SENTENCE = re.compile(r"(?:\s*\[\d+\])*[.!?]*")


def answer(number: int, given: Answer, suggestion: str | None = None) -> str:
    """Return the answer of turn `number`; its markers link to the cited sentences among the sources.

    A refusal is a card; `suggestion` is a question for it that the abstracts do answer.
    """
    if given.status == "abstained":
        return refusal(given, suggestion)
    return f'<p class="answer" dir="auto">{"".join(_sentences(number, given))}</p>{_key(given)}{changes(given)}'


def _key(given: Answer) -> str:
    if given.model == COLLECTION:
        return ""
    looks = {_look(sentence) for sentence in given.sentences if sentence.citations}
    lines = [
        f"Plain: the cited sentence {SUPPORT_WORDS['supported']}." if "" in looks else "",
        '<span class="key-quoted">Italic</span>: in the words of the paper.' if "quoted" in looks else "",
        f'<span class="key-partial">Dotted</span>: the cited sentence {SUPPORT_WORDS["partial"]}.'
        if "partial" in looks
        else "",
    ]
    return f'<p class="key">{" ".join(filter(None, lines))}</p>' if looks else ""


def _look(sentence: AnswerSentence) -> str:
    if sentence.support != "supported":
        return "partial"
    return "quoted" if sentence.kind == "quoted" else ""


def _link(number: int, given: Answer, citation: Citation, support: Support) -> str:
    paper, words = citation.paper, support_words(given, citation, support)
    year = (paper.published or "")[:4]
    label = escape(f"Source {citation.number}, {words}: {paper.title}")
    return (
        f'<a class="cite" href="#{place(number, citation.number)}" aria-label="{label}" data-support="{words}" '
        f'data-title="{escape(paper.title)}" data-year="{escape(year)}" data-quote="{escape(citation.quote)}">'
        f"[{citation.number}]</a>"
    )


def _sentences(number: int, given: Answer) -> Iterator[str]:
    position = 0
    for sentence in given.sentences:
        bare = sentence.text.rstrip(".!?")
        start = given.text.find(bare, position)
        after = _AFTER_SENTENCE.match(given.text, start + len(bare))
        if start < 0 or after is None:
            continue
        classes = f"sentence {_look(sentence)}".strip()
        linked = _linked(number, given, given.text[start : after.end()], sentence.support)
        yield _linked(number, given, given.text[position:start])
        yield f'<span class="{classes}">{linked}</span>'
        position = after.end()
    yield _linked(number, given, given.text[position:])


def _linked(number: int, given: Answer, text: str, support: Support | None = None) -> str:
    """Return a text, escaped, with links in place of its markers; `support` None means each citation's own."""
    links = {c.number: _link(number, given, c, support or c.support) for c in given.citations}
    return _MARKER.sub(lambda marker: links.get(int(marker[1]), marker[0]), markup(text))
