"""Render answers and sources as HTML. All text of papers, questions and models is escaped."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from textwrap import shorten

from index_store.records import Paper, Sentence
from rag.answer import Answer, Citation
from rag.retrieval.evidence import Evidence

MAX_QUESTION_SHOWN = 400  # characters; a text pasted by mistake need not fill the page
_MARKER = re.compile(r"\[(\d+)\]")
_AFTER_SENTENCE = re.compile(r"(?:\s*\[\d+\])*[.!?]*")


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


def answer(number: int, given: Answer) -> str:
    """Return the answer of turn `number`; its markers link to the cited sentences among the sources."""
    if given.status == "abstained":
        return _abstention(number, given)
    links = {citation.number: _link(number, citation) for citation in given.citations}
    key = '<p class="key">Dotted: the cited sentence says this only in part, or in other words.</p>'
    return (
        f'<p class="answer">{"".join(_sentences(given, links))}</p>'
        f"{key if any(s.support != 'supported' for s in given.sentences) else ''}{_sources_link(number)}"
    )


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


def _abstention(number: int, given: Answer) -> str:
    nearest = "".join(
        f'<li><span class="score" title="similarity to the question, 0 to 1">{near.score:.2f}</span> '
        f"<span>{escape(near.paper.title)}</span></li>"
        for near in given.nearest
    )
    listed = f"<p>Nearest in the collection:</p><ul>{nearest}</ul>" if nearest else ""
    return (
        f'<section class="abstention" role="status"><h3>{escape(given.text)}</h3>'
        f"{listed}</section>{_sources_link(number)}"
    )


def _sources_link(number: int) -> str:
    return f'<a class="show-sources" href="#t{number}-sources">Sources of this answer</a>'


def _link(number: int, citation: Citation) -> str:
    about = escape(f"{citation.paper.title}\n\n“{citation.quote}”")
    return (
        f'<a class="cite" href="#{_place(number, citation)}" title="{about}" '
        f'aria-label="Source {citation.number}">[{citation.number}]</a>'
    )


def _place(number: int, citation: Citation) -> str:
    return f"t{number}-c{citation.number}"


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


def _panel(number: int, groups: Iterable[tuple[str, Sequence[str]]]) -> str:
    shown = "".join(f"<h2>{heading}</h2>{''.join(cards)}" for heading, cards in groups if cards)
    return f'<section class="sources" id="t{number}-sources" tabindex="-1">{shown or "<p>Nothing found.</p>"}</section>'


def _evidence_cards(evidence: Iterable[Evidence]) -> list[str]:
    return [
        _card(paper, escape(paper.title), f"<p>{escape(_excerpt([e.sentence for e in of_paper]))}</p>")
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
    return _card(paper, title, f"{of_record}<p>{abstract}</p>")


def _marked(number: int, text: str, citations: Sequence[Citation]) -> str:
    pieces, position = [], 0
    for citation in sorted(citations, key=lambda c: c.start):
        start = max(citation.start, position)
        end = max(citation.end, start)
        pieces += [escape(text[position:start]), _mark(number, citation, text[start:end])]
        position = end
    return "".join(pieces) + escape(text[position:])


def _mark(number: int, citation: Citation, text: str) -> str:
    return f'<mark id="{_place(number, citation)}" tabindex="-1"><b>{citation.number}</b>{escape(text)}</mark>'


def _card(paper: Paper, title: str, body: str) -> str:
    """Return the card of a paper; `title` and `body` are HTML. Only http links are kept."""
    if paper.url and re.match(r"https?://", paper.url, re.IGNORECASE):
        title = f'<a href="{escape(paper.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    facts = escape(" · ".join(_facts(paper)))
    return f'<article class="card"><h3>{title}</h3><p class="facts">{facts}</p>{body}</article>'


def _facts(paper: Paper) -> Iterator[str]:
    count = paper.author_count or len(paper.authors)
    if paper.published:
        yield paper.published
    if paper.authors:
        yield ", ".join(paper.authors[:3]) + (" et al." if count > 3 else "")
    elif count:
        yield f"{count} author{'s' if count > 1 else ''}"
    if paper.upvotes:
        yield f"{paper.upvotes} upvote{'s' if paper.upvotes > 1 else ''}"
    if paper.truncated:
        yield "abstract cut off at its source"
