"""The reasons to refuse an answer, in the order in which they are checked.

Before the model reads:  1. the question is about the program's own instructions         of_the_program
                         2. nothing in the collection is near enough to the question     absent
                         3. the evidence denies a premise of the question                premise
Once it has read:        4. the model does not find the answer in the evidence           silent or absent
Once it has written:     5. its answer denies a premise of the question                  premise
                         6. nothing that it wrote is supported                           silent or absent
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.grounding.attribution import GroundedSentence
from rag.question.follow_up import current_question
from rag.question.part import Part
from rag.reading.reader import Judged
from rag.refusing.premises import denial_in_answer, denial_in_evidence
from rag.retrieval.evidence import Evidence
from rag.retrieval.gate import MIN_ANSWERABLE, min_answerable_before_reading
from rag.retrieval.names import names_asked
from rag.text.orders import asks_about_program
from rag.text.wording import is_word_of

SAME_PAPER_COSINE = 0.4  # cosine with the question from which the best paper is the one asked about

Reason = Literal["of_the_program", "absent", "premise", "silent"]


@dataclass(frozen=True)
class Refusal:
    """Why a question is refused.

    `paper_id` is the paper that does not say it, and `evidence` the sentence that denies a premise; else None.
    """

    reason: Reason
    paper_id: str | None = None
    evidence: Evidence | None = None


def before_reading(part: Part, will_read: bool = False) -> Refusal | None:
    """Return the reason to refuse that is known before the model reads; None if there may be an answer.

    With `will_read` the model's reading decides later, so a lower probability of an answer is enough.
    """
    question, found = current_question(part.question), part.found
    if asks_about_program(question):
        return Refusal("of_the_program")
    standalone = part.question.standalone
    needed = min_answerable_before_reading(standalone, found.evidence) if will_read else MIN_ANSWERABLE
    if found.answerable < needed:
        return Refusal("absent")
    denial = denial_in_evidence(question, found.evidence)
    return Refusal("premise", evidence=denial) if denial else None


def after_reading(part: Part, judged: Judged) -> Refusal | None:
    """Return the reason to refuse if the reader finds no answer."""
    return None if judged.answers else nothing_said(part)


def after_writing(said: Sequence[GroundedSentence], part: Part) -> Refusal | None:
    """Return the reason to refuse an answer that denies a premise of its question; None if it denies none."""
    denial = denial_in_answer(said, current_question(part.question))
    return Refusal("premise", evidence=denial) if denial else None


def nothing_said(part: Part) -> Refusal:
    """Return the reason to refuse when nothing is supported: the paper asked about is silent, or there is none."""
    names = names_asked(part.question.standalone, part.found.evidence)
    papers = dict.fromkeys(evidence.paper for evidence in part.found.evidence)
    named = [paper.paper_id for paper in papers if any(is_word_of(name, paper.title) for name in names)]
    near = [p.chunk.paper_id for p in part.found.passages[:1] if p.dense_score >= SAME_PAPER_COSINE]
    about = next(iter([*named, *near]), None)
    return Refusal("silent", about) if about else Refusal("absent")
