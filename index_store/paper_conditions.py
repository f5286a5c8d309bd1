"""Conditions on the records of papers: years, the words of a name or of a field, the file they came from, their ids."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index_store.records import Paper

Years = tuple[int | None, int | None]


@dataclass(frozen=True)
class Conditions:
    """What the record of a paper must have: all of it. `years` are the first and the last; None: no bound.

    Each of `authors` and `keywords`, and `venue`, must be named with all its words; case and accents are not minded.
    `source` is the name of a file. A paper without a date fits no years. `papers` are ids, one of which it must have.
    Without any condition it is false.
    """

    years: Years | None = None
    authors: Sequence[str] = ()
    venue: str | None = None
    keywords: Sequence[str] = ()
    source: str | None = None
    papers: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Return whether there is any condition."""
        return self != Conditions()

    def queries(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Yield one query after the other, with its values, for the papers that meet one of the conditions."""
        if self.years:
            yield "SELECT paper FROM papers WHERE year BETWEEN COALESCE(?, 0) AND COALESCE(?, 9999)", self.years
        for author in self.authors:
            yield _named("author", author)
        if self.venue is not None:
            yield _named("venue", self.venue)
        for keyword in self.keywords:
            yield _named("keyword", keyword)
        if self.source is not None:
            yield "SELECT paper FROM sources WHERE file = ?", (self.source,)
        if self.papers:  # as one value: SQLite takes only so many
            ids = json.dumps([*self.papers])
            yield "SELECT paper FROM papers WHERE paper_id IN (SELECT value FROM json_each(?))", (ids,)


def _named(kind: str, text: str) -> tuple[str, tuple[object, ...]]:
    """Return the query for the papers one of whose names of a kind has all words of a text; none has no word."""
    words = folded(text)
    marks = ", ".join("?" * len(words))
    held = f"SELECT paper FROM facets WHERE kind = ? AND word IN ({marks}) GROUP BY paper, number HAVING COUNT(*) = ?"
    return f"SELECT DISTINCT paper FROM ({held})", (kind, *words, len(words))


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
    return frozenset(folded_words(text))


def folded_words(text: str) -> list[str]:
    """Return the words of a text without case and accents, in order."""
    plain = text if text.isascii() else _without_accents(text)
    return re.findall(r"\w+", plain.casefold())


def _without_accents(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.encode("utf-8", "replace").decode()
