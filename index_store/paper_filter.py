"""Which papers a filter lets through: by year, by the words of a name or of a field, by the file they came from."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index_store.records import Paper

Years = tuple[int | None, int | None]
Query = Callable[..., list[tuple]]


@dataclass(frozen=True)
class PaperFilter:
    """What papers must have: all of it. `years` are the first and the last, None where there is no such bound.

    Each of `authors` and `keywords`, and `venue`, must be named with all its words; case and accents are not minded.
    `source` is the name of a file. A paper without a date is let through by no years.
    """

    years: Years | None = None
    authors: Sequence[str] = ()
    venue: str | None = None
    keywords: Sequence[str] = ()
    source: str | None = None

    def papers(self, query: Query) -> set[int] | None:
        """Return the numbers of the papers that are let through; None for all of them.

        `query` returns the rows of an SQL query with values.
        """
        venues = [self.venue] if self.venue else []
        named = [("author", a) for a in self.authors] + [("venue", v) for v in venues]
        found = [_named(query, kind, text) for kind, text in [*named, *(("keyword", k) for k in self.keywords)]]
        if self.years and self.years != (None, None):
            between = "SELECT paper FROM papers WHERE year BETWEEN COALESCE(?, 0) AND COALESCE(?, 9999)"
            found.append({number for (number,) in query(between, *self.years)})
        if self.source is not None:
            found.append({number for (number,) in query("SELECT paper FROM sources WHERE file = ?", self.source)})
        return set.intersection(*found) if found else None


def _named(query: Query, kind: str, text: str) -> set[int]:
    """Return the papers one of whose names of a kind has all words of a text; none where it has no word."""
    of_words = [
        set(query("SELECT paper, number FROM facets WHERE kind = ? AND word = ?", kind, word)) for word in folded(text)
    ]
    return {paper for paper, _ in set.intersection(*of_words)} if of_words else set()


def facets_of(paper: Paper) -> Iterator[tuple[str, str, int]]:
    """Yield kind, word and place of every word of the authors, the venue and the keywords of a paper."""
    fields = {"author": paper.authors, "venue": (paper.venue or "",), "keyword": paper.keywords}
    for kind, texts in fields.items():
        for place, text in enumerate(texts):
            for word in folded(text):
                yield kind, word, place


def year_of(paper: Paper) -> int | None:
    """Return the year in which a paper was published, None where that is not known."""
    year = (paper.published or "")[:4]
    return int(year) if year.isascii() and year.isdecimal() else None


def folded(text: str) -> frozenset[str]:
    """Return the words of a text without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return frozenset(re.findall(r"\w+", plain.casefold()))
