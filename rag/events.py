"""What a stream tells of a question on its way: its sources, the draft as it is written, the finished answer."""

from dataclasses import dataclass

from index_store.records import RetrievedPassage
from rag.answer import Answer
from rag.retrieval.evidence import Evidence


@dataclass(frozen=True)
class SourcesFound:
    """First event of a stream: what the answer will be written from, and how probable it is that it holds one."""

    question: str
    passages: tuple[RetrievedPassage, ...]
    evidence: tuple[Evidence, ...]
    answerable: float


@dataclass(frozen=True)
class TextWritten:
    """The next piece of the draft, before it is grounded."""

    text: str


@dataclass(frozen=True)
class CutOff:
    """The writing ended before its time; the Answer that follows is made of what was written until then."""

    reason: str


Event = SourcesFound | TextWritten | CutOff | Answer
