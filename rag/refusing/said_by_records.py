"""What the records say of a question that the abstracts do not answer: the papers of an author or a venue it names."""

import re
from collections.abc import Iterator

from index_store.paper_conditions import Conditions
from index_store.paper_table import PaperTable
from rag.text.orders import is_order

SHOWN = 3  # titles

_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s+[^\W\d_a-z][\w.'’-]*)*")


def said_by_records(question: str, table: PaperTable) -> str | None:
    """Return the sentence that names the papers by an author, or of a venue, in the question; None for no such name."""
    for name in _names(question):
        for what, rows in (
            (f"by {name}", table.rows_where(Conditions(authors=(name,)))),
            (f"of {name}", table.rows_where(Conditions(venue=name))),
        ):
            if len(rows):
                titles = [paper.title for paper in table.papers_of(rows[:SHOWN])]
                shown = "; ".join("(title not shown)" if is_order(title) else f"“{title}”" for title in titles)
                more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
                return f"The abstracts do not say that, but these papers are {what} by their records: {shown}{more}."
    return None


def _names(question: str) -> Iterator[str]:
    """Yield the runs of capitalised words of a question, then each of their words, the longest first."""
    runs = [found[0].removesuffix("'s").removesuffix("’s") for found in _NAME.finditer(question)]
    words = [word for run in runs for word in run.split()]
    yield from sorted({*runs, *words}, key=lambda name: (-len(name.split()), -len(name), name))
