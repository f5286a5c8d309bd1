"""Is there enough in what was found to answer? Decided before a token is generated."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index_store.records import RetrievedPassage
from rag.evidence import Evidence
from rag.wording import capitalised, content_stems, name_parts, spelled_names

ANSWER_FROM = 0.4  # probability of being answerable at which the model is asked

# Logistic regression on the tuning half of the project's questions: `python -m eval.tune_gate`.
INTERCEPT = -5.71
WEIGHTS = {"passage": 6.35, "sentence": 6.98, "coverage": 1.56, "strange_name": -1.65, "strange_capital": -3.13}


@dataclass(frozen=True)
class Signals:
    """What the gate looks at, each in about 0..1."""

    passage: float  # cosine of the question and the nearest passage
    sentence: float  # cosine of the question and the nearest sentence
    coverage: float  # share of the question's content words in the best evidence
    strange_name: float  # 1 if the question holds a name of a system that no paper holds
    strange_capital: float  # 1 if it holds another capitalised word that no paper holds


def signals(
    question: str, passages: Sequence[RetrievedPassage], evidence: Sequence[Evidence], is_strange: Callable[[str], bool]
) -> Signals:
    """Return the gate's signals for a question; `is_strange` tells whether no paper holds a word."""
    asked = content_stems(question)
    shown = content_stems(" ".join([*{e.paper.title: None for e in evidence}, *(e.sentence.text for e in evidence)]))
    return Signals(
        passage=max((p.dense_score for p in passages), default=0.0),
        sentence=max((e.score for e in evidence), default=0.0),
        coverage=len(asked & shown) / len(asked) if asked else 0.0,
        strange_name=float(any(is_strange(part) for name in spelled_names(question) for part in name_parts(name))),
        strange_capital=float(any(is_strange(word) for word in capitalised(question))),
    )


def probability_answerable(found: Signals) -> float:
    """Return the calibrated probability that the collection holds an answer."""
    total = INTERCEPT + sum(weight * getattr(found, name) for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))
