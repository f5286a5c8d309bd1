"""The sources of a turn: the papers found, and those cited with their sentences marked."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from index_store.records import Paper, Sentence
from rag.answer import Answer, Citation, Refused
from rag.retrieval.evidence import Evidence
from ui.answers.paper_card import paper_card
from ui.answers.support_words import support_words
from ui.answers.text_markup import markup
from ui.answers.turns import place

_WRONG = '<button type="button" class="quiet wrong" data-do="wrong">Wrong citation?</button>'  # while one is lit


def found_sources(number: int, evidence: Sequence[Evidence]) -> str:
    """Return the evidence of turn `number`: one card per paper, in rank order."""
    return _panel(number, [("Found", _evidence_cards(evidence))])


def cited_sources(number: int, given: Answer, evidence: Sequence[Evidence]) -> str:
    """Return the sources of a finished answer: cited papers with their sentences marked, then other papers found."""
    cited: dict[Paper, list[Citation]] = {}
    for citation in given.citations:
        cited.setdefault(citation.paper, []).append(citation)
    others = _evidence_cards([e for e in evidence if e.paper not in cited], given.refused)
    cards = [_cited_card(number, given, paper, citations) for paper, citations in cited.items()]
    return _panel(number, [("Cited", cards), ("Also found" if cited else "Found", others)])


def _panel(number: int, groups: Iterable[tuple[str, Sequence[str]]]) -> str:
    shown = "".join(f"<h2>{heading}</h2>{''.join(cards)}" for heading, cards in groups if cards)
    return f'<section class="sources" id="t{number}-sources" tabindex="-1">{shown or "<p>Nothing found.</p>"}</section>'


def _evidence_cards(evidence: Iterable[Evidence], refused: Refused | None = None) -> list[str]:
    cards = []
    for paper, of_paper in groupby(evidence, key=lambda e: e.paper):
        nearest = refused.quote if refused and refused.paper == paper else ""
        excerpt = _excerpt([e.sentence for e in of_paper], nearest)
        cards.append(paper_card(paper, markup(paper.title), f'<p dir="auto">{excerpt}</p>'))
    return cards


def _excerpt(sentences: Sequence[Sentence], nearest: str) -> str:
    """Return sentences of one abstract as HTML, with an ellipsis wherever some are left out; `nearest` is marked."""
    pieces, expected = [], 0
    for sentence in sentences:
        pieces += ["…"] if sentence.number != expected else []
        text = markup(sentence.text)
        pieces.append(f"<mark>{text}</mark>" if sentence.text == nearest else text)
        expected = sentence.number + 1
    return " ".join(pieces)


def _cited_card(number: int, given: Answer, paper: Paper, citations: Sequence[Citation]) -> str:
    by_field = {field: [c for c in citations if c.field == field] for field in ("title", "metadata", "abstract")}
    title = _marked(number, given, paper.title, by_field["title"])
    abstract = _marked(number, given, paper.abstract, by_field["abstract"])
    of_record = "".join(f"<p>{_mark(number, given, c, c.quote)}</p>" for c in by_field["metadata"])
    return paper_card(paper, title, f'{of_record}<p dir="auto">{abstract}</p>', _WRONG)


def _marked(number: int, given: Answer, text: str, citations: Sequence[Citation]) -> str:
    pieces, position = [], 0
    for citation in sorted(citations, key=lambda c: c.start):
        start = max(citation.start, position)
        end = max(citation.end, start)
        pieces += [markup(text[position:start]), _mark(number, given, citation, text[start:end])]
        position = end
    return "".join(pieces) + markup(text[position:])


def _mark(number: int, given: Answer, citation: Citation, text: str) -> str:
    supports = [s.support for s in given.sentences if citation.number in s.citations] or [citation.support]
    said = "; ".join(dict.fromkeys(support_words(given, citation, support) for support in supports))
    return (
        f'<mark id="{place(number, citation.number)}" tabindex="-1" data-support="{said}"><b>{citation.number}</b>'
        f"{markup(text)}</mark>"
    )
