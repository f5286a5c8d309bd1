"""What a visitor has typed into the fields of the library, as what a list must have."""

import re

from rag.browsing.paper_list import Order, PaperQuery

ORDERS: tuple[tuple[str, Order], ...] = (
    ("Newest", "newest"),
    ("Oldest", "oldest"),
    ("Title", "title"),
    ("Most upvotes", "upvotes"),
)


def query_of(
    words: str, order: Order, first: str, last: str, author: str, venue: str, keyword: str, source: str | None
) -> PaperQuery:
    """Return what the fields say; a year that is not whole yet is no condition."""
    years = year_typed(first), year_typed(last)
    return PaperQuery(words, years, author, venue, keyword, source or "", order)


def year_typed(text: str) -> int | None:
    """Return the year that a text is, None for anything else."""
    return int(text) if re.fullmatch(r"\d{4}", text.strip(), re.ASCII) else None
