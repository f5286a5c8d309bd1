"""The events of an answer stream, and what is told beside it to who waits for it."""

from dataclasses import dataclass
from typing import Literal

from index_store.records import RetrievedPassage
from rag.answer import Answer
from rag.retrieval.evidence import Evidence

Step = Literal["searching", "planning", "reading", "writing", "checking"]


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


@dataclass(frozen=True)
class Stage:
    """Told when a step begins."""

    step: Step


@dataclass(frozen=True)
class Waiting:
    """Told while the language model serves others, whenever the number of questions `ahead` changes; 0: it is free."""

    ahead: int


@dataclass(frozen=True)
class AtOnce:
    """Told before the language model is asked: the sources, and the answer where it is a list.

    Both may change once the model has read the question.
    """

    found: SourcesFound
    answer: Answer | None = None


Event = SourcesFound | TextWritten | CutOff | Answer
Told = Stage | Waiting | AtOnce


def tell_nobody(told: Told) -> None:
    """Tell what happens to nobody."""
