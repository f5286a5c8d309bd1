"""What the records say of a question that the abstracts do not answer: the papers of an author or a venue it names."""

import re
from collections.abc import Iterator

from index_store.paper_conditions import Conditions, folded
from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.text.orders import is_order

SHOWN = 3  # titles

_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s+[^\W\d_a-z][\w.'’-]*)*")


def said_by_records(question: str, table: PaperTable, among: Conditions | None = None) -> str | None:
    """Return the sentence that names the papers by an author, or of a venue, in the question; None for no such name.

    A family name alone is enough for an author, a venue must be named whole. None for `among`: of all papers.
    """
    allowed = set(table.rows_where(among).tolist()) if among else None
    for name in _names(question):
        for what, conditions in (("by", Conditions(authors=(name,))), ("of", Conditions(venue=name))):
            rows = [row for row in table.rows_where(conditions).tolist() if allowed is None or row in allowed]
            if papers := [paper for paper in table.papers_of(rows) if _is_named(paper, what, name)]:
                return _sentence(f"{what} {name}", [paper.title for paper in papers])
    return None


def _names(question: str) -> Iterator[str]:
    """Yield the runs of capitalised words of a question, then each of their words, the longest first."""
    runs = [found[0].removesuffix("'s").removesuffix("’s") for found in _NAME.finditer(question)]
    words = [word for run in runs for word in run.split()]
    yield from sorted({*runs, *words}, key=lambda name: (-len(name.split()), -len(name), name))


def _is_named(paper: Paper, what: str, name: str) -> bool:
    if what == "of":
        return folded(paper.venue or "") == folded(name)
    return any(
        folded(author.split()[-1]) <= folded(name) <= folded(author) for author in paper.authors if author.split()
    )


def _sentence(whose: str, titles: list[str]) -> str:
    shown = "; ".join("(title not shown)" if is_order(title) else f"“{title}”" for title in titles[:SHOWN])
    more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
    return f"The abstracts do not say that, but these papers are {whose} by their records: {shown}{more}."
