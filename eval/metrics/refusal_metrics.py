"""Refusals of one case, and the precision, recall and F1 of refusing over a run."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.sets.question_set import Case

REFUSAL_SCORES = ("refusal_precision", "refusal_recall", "refusal_f1")


def is_refusal(answer: Mapping[str, Any]) -> bool:
    """Return whether an answer is a refusal."""
    return bool(answer["status"] == "abstained")


def refused(case: Case, answer: Mapping[str, Any]) -> float:
    """Return 1 for a refusal, else 0; the case decides which is better."""
    return float(is_refusal(answer))


def answered_when_answerable(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1 when an answerable case is answered, correctly or not, and 0 when it is refused.

    The coverage of selective answering (El-Yaniv and Wiener 2010) over the answerable cases.
    """
    return float(not is_refusal(answer)) if case.answerable else None


def refused_when_unanswerable(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1 when an unanswerable case is refused, else 0; its mean over a run is `refusal_recall`."""
    return None if case.answerable else float(is_refusal(answer))


def refusal_scores(judged: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    """Return refusal_precision, refusal_recall and refusal_f1 over pairs of (unanswerable, refused).

    Refusing is the positive class, as NoMIRACL and SQuAD 2.0 score it and scikit-learn computes it: precision is the
    share of refusals that are unanswerable, recall the share of unanswerable cases refused. Precision is absent when
    nothing was refused; recall and F1 when nothing was unanswerable.
    """
    hits = sum(unanswerable and refused for unanswerable, refused in judged)
    positive, found = sum(unanswerable for unanswerable, _ in judged), sum(refused for _, refused in judged)
    scores = {"refusal_precision": hits / found} if found else {}
    if positive:
        scores |= {"refusal_recall": hits / positive, "refusal_f1": 2 * hits / (positive + found)}
    return scores
