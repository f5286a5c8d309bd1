"""The card of a paper: its title, what is known of it, and a body."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from index_store.records import Paper
from ui.answers.text_markup import counted


def paper_card(paper: Paper, title: str, body: str, beside: str = "") -> str:
    """Return the card of a paper; `title`, `body` and `beside`, after its facts, are HTML."""
    title = linked(paper, title) or title
    facts = escape(" · ".join(known_of(paper)))
    head = f'<div class="card-head"><h3 dir="auto">{title}</h3><p class="facts" dir="auto">{facts}</p>{beside}</div>'
    return f'<article class="card" data-paper="{escape(paper.paper_id)}">{head}{body}</article>'


def linked(paper: Paper, text: str) -> str:
    """Return HTML as a link to a paper; empty if its record has no http link."""
    if paper.url and re.match(r"https?://", paper.url, re.IGNORECASE):
        return f'<a href="{escape(paper.url)}" target="_blank" rel="noopener noreferrer">{text}</a>'
    return ""


def first_authors(names: Sequence[str], count: int, most: int = 3) -> str:
    """Return the first names of `count` authors in a line."""
    return ", ".join(names[:most]) + (" et al." if count > most else "")


def known_of(paper: Paper) -> Iterator[str]:
    """Yield what the record of a paper tells: its date, authors and so on, as text."""
    count = paper.author_count or len(paper.authors)
    if paper.published:
        yield paper.published
    if paper.authors:
        yield first_authors(paper.authors, count)
    elif count:
        yield counted(count, "author")
    if paper.upvotes:
        yield counted(paper.upvotes, "upvote")
    if paper.truncated:
        yield "abstract cut off at its source"
