"""The papers of a generation as a list, prepared so that it can be searched while someone types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from index_store.paper_conditions import Years, folded_words, year_of
from index_store.records import Paper

Order = Literal["newest", "oldest", "title", "upvotes"]


@dataclass(frozen=True)
class PaperQuery:
    """What the papers of a list must have: all of it, but for what is empty.

    Each word of `words` begins a word of the title, the abstract or the authors; those of `author`, `venue` and
    `keyword` begin words of one name. `source` is a file. A paper without a date fits no years.
    """

    words: str = ""
    years: Years = (None, None)
    author: str = ""
    venue: str = ""
    keyword: str = ""
    source: str = ""
    order: Order = "newest"

    @property
    def is_all(self) -> bool:
        """Return whether every paper fits."""
        fields = (self.words, self.author, self.venue, self.keyword, self.source)
        return self.years == (None, None) and not any(text.strip() for text in fields)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list shows of a paper, and its words without case and accents, by which it is found."""

    paper_id: str
    title: str
    published: str | None
    authors: tuple[str, ...]
    author_count: int
    venue: str | None
    upvotes: int | None
    year: int | None
    text: str
    author_words: tuple[str, ...]
    venue_words: str
    keyword_words: tuple[str, ...]
    files: tuple[str, ...]


class PaperList:
    """The papers that it was made of, in each order; nothing in it changes."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        entries = [_listed(paper) for paper in papers]
        newest = sorted(entries, key=lambda each: each.published or "", reverse=True)
        dated = [each for each in entries if each.published]
        undated = [each for each in entries if not each.published]
        self._ordered: dict[Order, list[Listed]] = {
            "newest": newest,
            "oldest": [*sorted(dated, key=lambda each: each.published or ""), *undated],
            "title": sorted(entries, key=lambda each: _words(each.title)),
            "upvotes": sorted(entries, key=lambda each: -(each.upvotes or 0)),
        }

    def __len__(self) -> int:
        return len(self._ordered["newest"])

    def find(self, wanted: PaperQuery) -> Sequence[Listed]:
        """Return the papers that fit, in the order that is wanted."""
        found = self._ordered[wanted.order]
        for word in _begun(wanted.words):
            found = [each for each in found if word in each.text]
        first, last = wanted.years
        if first is not None or last is not None:
            found = [each for each in found if each.year is not None and (first or 0) <= each.year <= (last or 9999)]
        if author := _begun(wanted.author):
            found = [each for each in found if _named(author, each.author_words)]
        if venue := _begun(wanted.venue):
            found = [each for each in found if _named(venue, (each.venue_words,))]
        if keyword := _begun(wanted.keyword):
            found = [each for each in found if _named(keyword, each.keyword_words)]
        if wanted.source:
            found = [each for each in found if wanted.source in each.files]
        return found


def _listed(paper: Paper) -> Listed:
    return Listed(
        paper_id=paper.paper_id,
        title=paper.title,
        published=paper.published,
        authors=paper.authors[:3],
        author_count=max(paper.author_count or 0, len(paper.authors)),
        venue=paper.venue,
        upvotes=paper.upvotes,
        year=year_of(paper),
        text=_words(" ".join((paper.title, paper.abstract, *paper.authors))),
        author_words=tuple(map(_words, paper.authors)),
        venue_words=_words(paper.venue or ""),
        keyword_words=tuple(map(_words, paper.keywords)),
        files=tuple({source.file: None for source in paper.sources}),
    )


def _words(text: str) -> str:
    """Return the words of a text, each with a space before it, so that the beginning of a word can be found."""
    return "".join(f" {word}" for word in folded_words(text))


def _begun(text: str) -> list[str]:
    """Return what begins the words that are wanted, the longest first: it leaves the fewest papers."""
    return sorted({f" {word}" for word in folded_words(text)}, key=len, reverse=True)


def _named(words: Sequence[str], names: Sequence[str]) -> bool:
    return any(all(word in name for word in words) for name in names)
