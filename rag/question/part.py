"""A part of a question, searched and answered by itself; a question that is not cut is one part."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index_store.records import RetrievedPassage
from rag.question.asked import Question
from rag.retrieval.evidence import Evidence
from rag.retrieval.search import SearchResult


@dataclass(frozen=True)
class Part:
    """A question, what was found for it, and `no_answer`, the sentence that says it has no answer.

    `context` replaces the questions before a follow-up in the prompt; None keeps them. The answer is completed by
    quotations up to `most_sentences`; None: as usual.
    """

    question: Question
    found: SearchResult
    no_answer: str = ""
    context: str | None = None
    most_sentences: int | None = None

    @property
    def prompt_context(self) -> str:
        """Return what the prompt holds of the conversation before the question; empty for nothing."""
        return (self.question.questions_before or "") if self.context is None else self.context


def passages_of(parts: Sequence[Part]) -> tuple[RetrievedPassage, ...]:
    """Return the passages of all parts, one per paper: the best of every part first, then the second best."""
    ranked = [p for rank in zip_longest(*(part.found.passages for part in parts)) for p in rank if p]
    first = {passage.chunk.paper_id: passage for passage in reversed(ranked)}
    return tuple(passage for passage in ranked if first[passage.chunk.paper_id] is passage)


def evidence_of(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """Return the evidence of all parts, each sentence once."""
    return tuple({e.sentence: e for part in parts for e in part.found.evidence}.values())
