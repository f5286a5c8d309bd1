"""The records that all rooms share: papers, their sentences and chunks, and ranked passages.

Each record is frozen and carries what it came from, so a citation can be walked back to its page.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

SEEDS = "seeds"  # the collection that begins with the papers that the program ships with


@dataclass(frozen=True)
class Repair:
    """One repair: `after` replaces `before` at offset `start` of the stored text."""

    start: int
    before: str
    after: str


@dataclass(frozen=True)
class Source:
    """Where a paper was read: a file, the record's place in it, and the repairs of its abstract.

    `record_id` is the id that the file gives the record; None where it gives none. It means nothing in another file.
    `digest` is of the record as it was read, so that the same record is known again; None where it is not known.
    """

    file: str
    place: str
    repairs: tuple[Repair, ...] = ()
    record_id: str | None = None
    digest: str | None = None


@dataclass(frozen=True)
class Paper:
    """One paper as it is stored; offsets of sentences and citations refer to this `abstract`.

    `published` is an ISO date, or its beginning (`2021`, `2021-05`); None wherever a source did not say.
    `truncated` is true when the source cut the abstract off. `doi` is in lower case without an address before it,
    `arxiv_id` without a version.
    """

    paper_id: str
    title: str
    abstract: str
    published: str | None = None
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    url: str | None = None
    upvotes: int | None = None
    sources: tuple[Source, ...] = ()
    truncated: bool = False
    doi: str | None = None
    arxiv_id: str | None = None
    venue: str | None = None
    keywords: tuple[str, ...] = ()
    collection: str = SEEDS

    @property
    def text(self) -> str:
        """Return title and abstract."""
        return f"{self.title} {self.abstract}"

    def to_dict(self) -> dict[str, Any]:
        """Return the paper as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> "Paper":
        """Rebuild a paper from `to_dict`, also after a round trip through JSON."""
        sources = tuple(
            Source(**{**source, "repairs": tuple(Repair(**repair) for repair in source["repairs"])})
            for source in record["sources"]
        )
        lists = {name: tuple(record.get(name, ())) for name in ("authors", "keywords")}
        return cls(**{**record, **lists, "sources": sources})


NameKind = Literal["title", "beginning", "coined", "in_title", "in_abstract"]


@dataclass(frozen=True)
class Name:
    """One of the names by which a paper may be called, in lower case.

    `title` are the first words of a title or of one side of its colon, `beginning` is what stands before the colon,
    `coined` what the abstract presents under that name; the others are words of the title, and names in the abstract.
    """

    text: str
    kind: NameKind


@dataclass(frozen=True)
class Sentence:
    """Sentence `number` (from 0) of a paper: `text == abstract[start:end]`."""

    paper_id: str
    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Chunk:
    """Consecutive sentences of one abstract under its title: what the embedder reads as one passage."""

    chunk_id: str
    paper_id: str
    text: str
    first_sentence: int
    last_sentence: int


@dataclass(frozen=True)
class RetrievedPassage:
    """A chunk with the scores it was found by.

    `score` is the fused score in 0..1; `dense_score` the cosine of question and chunk; `lexical_score` the
    BM25 score of its paper (0 when no word of the question is in it).
    """

    chunk: Chunk
    score: float
    dense_score: float
    lexical_score: float
