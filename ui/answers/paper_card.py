"""The card of a paper: its title, what is known of it, and a body."""

import re
from collections.abc import Iterator
from html import escape

from index_store.records import Paper


def paper_card(paper: Paper, title: str, body: str) -> str:
    """Return the card of a paper; `title` and `body` are HTML. Only http links are kept."""
    if paper.url and re.match(r"https?://", paper.url, re.IGNORECASE):
        title = f'<a href="{escape(paper.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    facts = escape(" · ".join(known_of(paper)))
    head = f'<article class="card" data-paper="{escape(paper.paper_id)}"><h3>{title}</h3>'
    return f'{head}<p class="facts">{facts}</p>{body}</article>'


def known_of(paper: Paper) -> Iterator[str]:
    """Yield what the record of a paper tells: its date, authors and so on, as text."""
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
