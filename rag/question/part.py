"""What is asked by itself, and what was found for it: a whole question, or a part of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index_store.records import RetrievedPassage
from rag.question.asked import Question
from rag.retrieval.evidence import Evidence
from rag.retrieval.finding import Found

FOREIGN = 0.05  # probability of an answer below which a clause asks for something that is not in the collection


@dataclass(frozen=True)
class Part:
    """What is asked by itself, what was found for it, and what an answer says that lacks it.

    `others` are what else the same is asked of: `EASE` where it is asked of MOS and EASE, and this is the part of MOS.
    """

    question: Question
    found: Found
    lacking: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_foreign(self) -> bool:
        """Return whether the collection holds nothing of the kind."""
        return self.found.answerable < FOREIGN


def passages_of(parts: Sequence[Part]) -> tuple[RetrievedPassage, ...]:
    """Return what was found for parts, one passage a paper, the best of each part before the second of another."""
    ranked = [p for rank in zip_longest(*(part.found.passages for part in parts)) for p in rank if p]
    first = {passage.chunk.paper_id: passage for passage in reversed(ranked)}
    return tuple(passage for passage in ranked if first[passage.chunk.paper_id] is passage)


def evidence_of(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """Return the evidence of all parts, each sentence once."""
    return tuple({e.sentence: e for part in parts for e in part.found.evidence}.values())
