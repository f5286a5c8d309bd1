"""What a stream tells of a question on its way: its sources, the draft as it is written, the finished answer."""

from dataclasses import dataclass

from index_store.records import RetrievedPassage
from rag.answer import Answer
from rag.evidence import Evidence


@dataclass(frozen=True)
class SourcesFound:
    """First event of a stream: what the answer will be written from."""

    question: str
    passages: tuple[RetrievedPassage, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class TextWritten:
    """The next piece of the draft, before it is grounded."""

    text: str


Event = SourcesFound | TextWritten | Answer
