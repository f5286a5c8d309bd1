"""The papers that a text names: by their spelled-out titles, or by the names that the index keeps of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from index_store.lexical_index import LexicalIndex
from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.ingest.paper_names import TITLE_WORDS, title_sides
from rag.retrieval.evidence import Evidence
from rag.text.wording import name_parts, names, proper_names, spelled_names

MAX_PAPERS_OF_RARE_NAME = 3  # a name in more papers is not rare and identifies none


class Names:
    """The names of the papers of one index generation."""

    def __init__(self, table: PaperTable) -> None:
        self._table = table

    def titled(self, text: str) -> list[Paper]:
        """Return the papers whose titles a text spells out; none if it also names a system of another title."""
        spelled = {paper: title for paper in self._perhaps_titled(text) if (title := spelled_title(text, paper))}
        titled = [p for p, title in spelled.items() if not any(title in other != title for other in spelled.values())]
        if not titled:
            return []
        own = {self._table.paper_row_of(paper.paper_id) for paper in titled}
        known = names(" ".join(paper.text for paper in titled))
        others = (self._table.rows_named(name, "in_title") - own for name in names(text) - known)
        return [] if any(others) else titled

    def _perhaps_titled(self, text: str) -> list[Paper]:
        words = re.findall(r"\w+", text.lower())
        keys = {" ".join(words[place : place + TITLE_WORDS]) for place in range(len(words))}
        return self._table.papers_of(chain.from_iterable(self._table.rows_named(key, "title") for key in keys))


def is_rare(word: str, lexical: LexicalIndex) -> bool:
    """Return whether only a few papers hold a word."""
    return 1 <= lexical.papers_with_word(word) <= MAX_PAPERS_OF_RARE_NAME


def has_rare_name(question: str, lexical: LexicalIndex) -> bool:
    """Return whether a question has a name, of a system or another proper one, that only a few papers hold."""
    parts = [part for name in spelled_names(question) for part in name_parts(name)]
    return any(is_rare(name, lexical) for name in {*parts, *proper_names(question)})


def spelled_title(text: str, paper: Paper) -> str:
    """Return the part of a title that a text spells out: all, one side of its colon, or its first words; else empty."""
    return next((piece for piece in _pieces(text, paper.title) if _spells(text, piece)), "")


def names_asked(question: str, evidence: Sequence[Evidence]) -> frozenset[str]:
    """Return the names of systems in a question; a lower-case one counts if evidence or a title spells it so."""
    shown = " ".join({e.paper.title for e in evidence} | {e.sentence.text for e in evidence})
    asked = frozenset(re.findall(r"[\w-]+", question))
    return spelled_names(question) | frozenset(name for name in spelled_names(shown) if name.lower() in asked)


def _pieces(text: str, title: str) -> Iterator[str]:
    yield from title_sides(title)
    words = title.split()
    if len(words) > TITLE_WORDS and " ".join(words[:TITLE_WORDS]) in text:
        yield from (" ".join(words[:count]) for count in range(len(words) - 1, TITLE_WORDS - 1, -1))


def _spells(text: str, piece: str) -> bool:
    return piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text) is not None
