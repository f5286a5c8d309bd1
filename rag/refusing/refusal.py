"""Every reason to say no, in the order in which they are checked.

Before the model reads:  1. the question asks for what the program itself was given      of_the_program
                         2. nothing found is near enough to the question                 absent
                         3. a sentence denies what the question assumes                  premise
Once it has read:        4. the model does not find the answer in the evidence           silent or absent
Once it has written:     5. its answer denies what the question assumes                  premise
                         6. nothing that it wrote is supported                           silent or absent
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index_store.records import RetrievedPassage
from rag.grounding.attribution import GroundedSentence
from rag.question.follow_up import asked_now
from rag.question.part import Part
from rag.refusing.premises import denial_by, denial_of
from rag.retrieval.evidence import Evidence
from rag.retrieval.gate import ANSWER_FROM, least_to_ask
from rag.text.orders import asks_of_program

READ_FROM = 0.4  # probability of an answer, once the model has read the evidence, from which it writes
ABOUT_IT = 0.4  # cosine from which the first paper found is taken to be the one that was asked about

Reason = Literal["of_the_program", "absent", "premise", "silent"]


@dataclass(frozen=True)
class Refusal:
    """Why a question is not answered.

    `paper_id` is the paper that is silent, and `evidence` the sentence that denies a premise; None for other reasons.
    """

    reason: Reason
    paper_id: str | None = None
    evidence: Evidence | None = None


def before_reading(part: Part, will_read: bool = False) -> Refusal | None:
    """Return the reason that is clear before the model reads; None where there may be an answer.

    With `will_read` the model's reading decides later, so less is asked of what was found.
    """
    question, found = asked_now(part.question), part.found
    if asks_of_program(question):
        return Refusal("of_the_program")
    if found.answerable < (least_to_ask(part.question.standalone, found.evidence) if will_read else ANSWER_FROM):
        return Refusal("absent")
    denial = denial_of(question, found.evidence)
    return Refusal("premise", evidence=denial) if denial else None


def after_reading(part: Part, answerable: float | None) -> Refusal | None:
    """Return the reason where the model finds no answer; `answerable` None: it does not tell, and the gate decides."""
    enough = part.found.answerable >= ANSWER_FROM if answerable is None else answerable >= READ_FROM
    return None if enough else nothing_said(part.found.passages)


def after_writing(said: Sequence[GroundedSentence], part: Part) -> Refusal | None:
    """Return the reason where an answer denies what its question assumes."""
    denial = denial_by(said, asked_now(part.question))
    return Refusal("premise", evidence=denial) if denial else None


def nothing_said(passages: Sequence[RetrievedPassage]) -> Refusal:
    """Return the reason where nothing can be said from passages, the best first."""
    about = next(iter(passages), None)
    if about is None or about.dense_score < ABOUT_IT:
        return Refusal("absent")
    return Refusal("silent", about.chunk.paper_id)
