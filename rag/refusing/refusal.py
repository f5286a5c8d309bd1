"""The reasons to refuse an answer, in the order in which they are checked.

Before the model reads:  1. no model will read, and no evidence is near enough           absent
Once it has read:        2. no draft could make an answer likely                         silent or absent
Once it has written:     3. an answer is not likely                                      premise, silent or absent

One fitted model says how likely an answer is (`answered.json`, `python -m eval.fit.fit_reader`), from the readings of
the language model and from its draft. The reason is `premise` if the evidence denies what the question says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rag.grounding.attribution import GroundedSentence
from rag.question.follow_up import current_question
from rag.question.part import Part
from rag.reading.reader import Judged
from rag.refusing.premises import denial_in_answer, denial_in_evidence
from rag.retrieval.evidence import Evidence
from rag.retrieval.gate import MIN_ANSWERABLE
from rag.retrieval.names import names_asked
from rag.text.fitted import LogisticModel
from rag.text.orders import is_order
from rag.text.wording import is_word_of

ANSWERED = LogisticModel.read(Path(__file__).with_name("answered.json"))
BEST_DRAFT = {"cited": 1.0, "denied": 0.0}
SAME_PAPER_COSINE = 0.4  # cosine with the question from which the best paper is the one asked about

Reason = Literal["absent", "premise", "silent"]


@dataclass(frozen=True)
class Refusal:
    """Why a question is refused.

    `paper_id` is the paper that does not say it; None for no paper. `evidence` is the sentence that denies a premise,
    or the nearest one of the silent paper; None for no sentence.
    """

    reason: Reason
    paper_id: str | None = None
    evidence: Evidence | None = None


def before_reading(part: Part, will_read: bool = False) -> Refusal | None:
    """Return the reason to refuse that is known before the model reads; None if there may be an answer."""
    return None if will_read or part.found.answerable >= MIN_ANSWERABLE else Refusal("absent")


def after_reading(part: Part, judged: Judged) -> Refusal | None:
    """Return the reason to refuse if no draft could make an answer likely; if no model has read, the gate decides."""
    if judged.signals:
        possible = _is_likely({**judged.signals, **BEST_DRAFT})
    else:
        possible = part.found.answerable >= MIN_ANSWERABLE
    return None if possible else denied(part, ()) or nothing_said(part)


def after_writing(said: Sequence[GroundedSentence], part: Part, judged: Judged) -> Refusal | None:
    """Return the reason to refuse an answer with the draft sentences `said`; None if an answer is likely."""
    premise = denied(part, said)
    if judged.signals:
        likely = _is_likely({**judged.signals, **draft_features(said, judged, premise)})
    else:
        likely = bool(said) and premise is None
    return None if likely else premise or nothing_said(part)


def draft_features(said: Sequence[GroundedSentence], judged: Judged, premise: Refusal | None) -> dict[str, float]:
    """Return the features of a draft by the sentences `said` that may be shown, and the `premise` that is denied.

    `cited` is how likely the likeliest sentence that they cite is part of the answer, 0 if there is none.
    """
    cited = [judged.parts.get(evidence, 0.0) for sentence in said for evidence in sentence.evidence]
    return {"cited": max(cited, default=0.0), "denied": float(premise is not None)}


def _is_likely(features: Mapping[str, float]) -> bool:
    return ANSWERED.probability(features) >= ANSWERED.bounds["answered"]


def denied(part: Part, said: Sequence[GroundedSentence]) -> Refusal | None:
    """Return the refusal of a premise that the evidence or the sentences `said` deny; None if there is none."""
    question = current_question(part.question)
    denial = denial_in_evidence(question, part.found.evidence) or denial_in_answer(said, question)
    return Refusal("premise", evidence=denial) if denial else None


def nothing_said(part: Part) -> Refusal:
    """Return the reason to refuse when there is no answer: the paper asked about is silent, or there is none.

    The evidence is the sentence of that paper that comes nearest to the question, if one was found.
    """
    found = part.found
    names = names_asked(part.question.standalone, found.evidence)
    papers = dict.fromkeys(evidence.paper for evidence in found.evidence)
    named = [paper.paper_id for paper in papers if any(is_word_of(name, paper.title) for name in names)]
    near = [p.chunk.paper_id for p in found.passages[:1] if p.dense_score >= SAME_PAPER_COSINE]
    about = next(iter([*named, *near]), None)
    of_paper = [e for e in found.evidence if e.paper.paper_id == about and not is_order(e.sentence.text)]
    nearest = max(of_paper, key=lambda e: e.score, default=None)
    return Refusal("silent", about, nearest) if about else Refusal("absent")
