"""Why a paper is named in an answer about the collection."""

from dataclasses import dataclass

from index_store.records import Paper, Sentence
from rag.answer import Field
from rag.collection.metadata import metadata_line


@dataclass(frozen=True)
class Reason:
    """The words of a paper that decided its place in an answer: `quote` is [start:end] of the field."""

    paper: Paper
    quote: str
    start: int
    end: int
    field: Field

    @classmethod
    def in_text(cls, paper: Paper, sentence: Sentence | None) -> "Reason":
        """Return a sentence of the abstract as a reason, the title where there is none."""
        if sentence is None:
            return cls(paper, paper.title, 0, len(paper.title), "title")
        return cls(paper, sentence.text, sentence.start, sentence.end, "abstract")

    @classmethod
    def in_record(cls, paper: Paper) -> "Reason":
        """Return the metadata of a paper as a reason, the title where its record has none."""
        line = metadata_line(paper)
        return cls(paper, line, 0, len(line), "metadata") if line else cls.in_text(paper, None)
