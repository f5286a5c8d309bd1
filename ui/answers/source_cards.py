"""The sources of a turn: the papers found, and those cited with their sentences marked."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from index_store.records import Paper, Sentence
from rag.answer import Answer, Citation
from rag.retrieval.evidence import Evidence
from ui.answers.paper_card import paper_card
from ui.answers.text_markup import markup
from ui.answers.turns import place


def found_sources(number: int, evidence: Sequence[Evidence]) -> str:
    """Return the evidence of turn `number`: one card per paper, in rank order."""
    return _panel(number, [("Found", _evidence_cards(evidence))])


def cited_sources(number: int, given: Answer, evidence: Sequence[Evidence]) -> str:
    """Return the sources of a finished answer: cited papers with their sentences marked, then other papers found."""
    cited: dict[Paper, list[Citation]] = {}
    for citation in given.citations:
        cited.setdefault(citation.paper, []).append(citation)
    others = _evidence_cards(e for e in evidence if e.paper not in cited)
    cards = [_cited_card(number, paper, citations) for paper, citations in cited.items()]
    return _panel(number, [("Cited", cards), ("Also found" if cited else "Found", others)])


def _panel(number: int, groups: Iterable[tuple[str, Sequence[str]]]) -> str:
    shown = "".join(f"<h2>{heading}</h2>{''.join(cards)}" for heading, cards in groups if cards)
    return f'<section class="sources" id="t{number}-sources" tabindex="-1">{shown or "<p>Nothing found.</p>"}</section>'


def _evidence_cards(evidence: Iterable[Evidence]) -> list[str]:
    return [
        paper_card(paper, markup(paper.title), f'<p dir="auto">{markup(_excerpt([e.sentence for e in of_paper]))}</p>')
        for paper, of_paper in groupby(evidence, key=lambda e: e.paper)
    ]


def _excerpt(sentences: Sequence[Sentence]) -> str:
    """Return sentences of one abstract as a text, with an ellipsis wherever some are left out."""
    text, expected = "", 0
    for sentence in sentences:
        text += (" " if text else "") + ("… " if sentence.number != expected else "") + sentence.text
        expected = sentence.number + 1
    return text


def _cited_card(number: int, paper: Paper, citations: Sequence[Citation]) -> str:
    title = _marked(number, paper.title, [c for c in citations if c.field == "title"])
    abstract = _marked(number, paper.abstract, [c for c in citations if c.field == "abstract"])
    of_record = "".join(f"<p>{_mark(number, c, c.quote)}</p>" for c in citations if c.field == "metadata")
    return paper_card(paper, title, f'{of_record}<p dir="auto">{abstract}</p>')


def _marked(number: int, text: str, citations: Sequence[Citation]) -> str:
    pieces, position = [], 0
    for citation in sorted(citations, key=lambda c: c.start):
        start = max(citation.start, position)
        end = max(citation.end, start)
        pieces += [markup(text[position:start]), _mark(number, citation, text[start:end])]
        position = end
    return "".join(pieces) + markup(text[position:])


def _mark(number: int, citation: Citation, text: str) -> str:
    return f'<mark id="{place(number, citation.number)}" tabindex="-1"><b>{citation.number}</b>{markup(text)}</mark>'
