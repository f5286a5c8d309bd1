"""What is asked by itself, and what was found for it: a whole question, or a part of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index_store.records import RetrievedPassage
from rag.question.asked import Question
from rag.retrieval.evidence import Evidence
from rag.retrieval.finding import Found


@dataclass(frozen=True)
class Part:
    """What is asked by itself, what was found for it, and `lacking`, the sentence that says that it has no answer.

    Where the same is asked of several, `others` are the rest of them: EASE in the part of MOS. The model is then shown
    the question that was cut, in `whole`, and told whom to answer for. `context` takes the place of the questions
    before a follow-up in what the model is shown; None leaves these.
    """

    question: Question
    found: Found
    lacking: str = ""
    others: tuple[str, ...] = ()
    whole: str = ""
    only_for: str = ""
    context: str | None = None

    @property
    def shown(self) -> str:
        """Return the question as the model is shown it."""
        return f"{self.whole} Answer only for {self.only_for}." if self.only_for else self.question.text

    @property
    def spoken_of(self) -> str:
        """Return what the model is shown of the talk before the question; empty for nothing."""
        return (self.question.before or "") if self.context is None else self.context

    @property
    def is_whole(self) -> bool:
        """Return whether the model is shown what was searched for: a follow-up, or one of several, is shown more."""
        return self.question.before is None and not self.only_for


def passages_of(parts: Sequence[Part]) -> tuple[RetrievedPassage, ...]:
    """Return what was found for parts, one passage a paper, the best of each part before the second of another."""
    ranked = [p for rank in zip_longest(*(part.found.passages for part in parts)) for p in rank if p]
    first = {passage.chunk.paper_id: passage for passage in reversed(ranked)}
    return tuple(passage for passage in ranked if first[passage.chunk.paper_id] is passage)


def evidence_of(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """Return the evidence of all parts, each sentence once."""
    return tuple({e.sentence: e for part in parts for e in part.found.evidence}.values())
