"""Is there enough in what was found to answer? Decided before a token is generated."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index_store.records import RetrievedPassage
from rag.evidence import Evidence
from rag.wording import content_stems

ANSWER_FROM = 0.25  # probability of being answerable at which the model is asked

# Logistic regression on the tuning half of the project's questions: `python -m eval.tune_gate`.
INTERCEPT = -5.43
WEIGHTS = {"passage": 5.16, "sentence": 6.99, "coverage": 1.07}


@dataclass(frozen=True)
class Signals:
    """What the gate looks at, each in about 0..1."""

    passage: float  # cosine of the question and the nearest passage
    sentence: float  # cosine of the question and the nearest sentence
    coverage: float  # share of the question's content words in the best evidence


def signals(question: str, passages: Sequence[RetrievedPassage], evidence: Sequence[Evidence]) -> Signals:
    """Return the gate's signals for a question; all 0 when nothing was found."""
    asked = content_stems(question)
    shown = content_stems(" ".join([*{e.paper.title: None for e in evidence}, *(e.sentence.text for e in evidence)]))
    return Signals(
        passage=max((p.dense_score for p in passages), default=0.0),
        sentence=max((e.score for e in evidence), default=0.0),
        coverage=len(asked & shown) / len(asked) if asked else 0.0,
    )


def probability_answerable(found: Signals) -> float:
    """Return the calibrated probability that the collection holds an answer."""
    total = INTERCEPT + sum(weight * getattr(found, name) for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))
