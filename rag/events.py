"""The events of an answer stream: the sources, the draft as it is written, the finished answer."""

from dataclasses import dataclass

from index_store.records import RetrievedPassage
from rag.answer import Answer
from rag.retrieval.evidence import Evidence


@dataclass(frozen=True)
class SourcesFound:
    """The first event: how the question was read, the evidence, and the probability that it holds an answer."""

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
    """The model stopped early; the Answer that follows holds what was written until then."""

    reason: str


Event = SourcesFound | TextWritten | CutOff | Answer
