"""A question as the page shows it, and the moments of its answer."""

from dataclasses import dataclass

from index_store.paper_conditions import Conditions
from rag.answer import Answer
from rag.answering.wanted import USUAL, Wanted
from rag.retrieval.evidence import Evidence


@dataclass(frozen=True)
class ShownTurn:
    """One question, with `body` and `sources` as HTML.

    `answer` is the text of the answer, None if there is none; `record` is the answer itself, None where only its text
    is known. `evidence` is what was found for it.
    """

    question: str
    body: str
    sources: str = ""
    answer: str | None = None
    record: Answer | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question asked after `turns`, of the papers `among` (None: of all); `extractive`: quoted, no model writes.

    `wanted` is how the answer is to be.
    """

    question: str
    turns: tuple[ShownTurn, ...] = ()
    extractive: bool = False
    among: Conditions | None = None
    wanted: Wanted = USUAL


@dataclass(frozen=True)
class Moment:
    """The present state of a turn, and the status line; `failed` if the question may be asked again."""

    turn: ShownTurn
    status: str
    failed: bool = False
