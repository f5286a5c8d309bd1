"""Curves of a run: how far its confidence can be believed, and what abstaining costs and saves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.asking.runs import Outcome
from eval.comparing.intervals import Score, share
from eval.reporting.stages import overlap

BINS = 10
SUPPORT_LEVELS = ("unsupported", "partial", "supported")


@dataclass(frozen=True)
class Bin:
    """Cases of like confidence: their mean confidence, and how often what it promises came true."""

    confidence: float
    observed: Score


@dataclass(frozen=True)
class Reliability:
    """A reliability diagram with its summary.

    `calibration_error` is the mean gap between confidence and truth, weighted by cases (ECE, Naeini et al. 2015);
    `brier` the mean squared gap of single cases (Brier 1950); `auroc` the chance that an answerable question has a
    higher probability than an unanswerable one, None where the run has only one kind.
    """

    bins: tuple[Bin, ...]
    calibration_error: float
    brier: float
    auroc: float | None


@dataclass(frozen=True)
class RiskCoverage:
    """Risk among the answered against the share of all cases that is answered, the most confident first.

    Geifman & El-Yaniv 2017. What was not answered has no known risk, so the curve ends at the run's own coverage;
    `area` (AURC) is the mean risk over the coverages it reaches.
    """

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float


def gate_reliability(outcomes: Sequence[Outcome]) -> Reliability | None:
    """Return how the gate's probability compares with whether cases are answerable; None when no case tells it."""
    told = [(o.trace["answerable"], o.case.answerable) for o in outcomes if o.trace.get("answerable") is not None]
    if not told:
        return None
    return reliability(np.array([p for p, _ in told]), np.array([a for _, a in told]))


def reliability(probability: np.ndarray, true: np.ndarray) -> Reliability:
    """Return how probabilities (cases,) compare with what is true (cases,)."""
    places = np.minimum((probability * BINS).astype(int), BINS - 1)
    bins = tuple(_bin(probability[places == place], true[places == place]) for place in np.unique(places))
    gaps = [b.observed.cases * abs(b.confidence - b.observed.value) for b in bins]
    brier = float(np.mean((probability - true) ** 2))
    return Reliability(bins, sum(gaps) / len(true), brier, auroc(probability, true))


def _bin(confidence: np.ndarray, true: np.ndarray) -> Bin:
    return Bin(float(confidence.mean()), share(int(true.sum()), len(true)))


def auroc(scores: np.ndarray, positive: np.ndarray) -> float | None:
    """Return the share of pairs of a positive and a negative that `scores` puts in order, ties counting half.

    The area under the ROC curve (Hanley & McNeil 1982); None where all are of one kind.
    """
    yes, no = scores[positive], np.sort(scores[~positive])
    if not len(yes) or not len(no):
        return None
    below = np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")
    return float(below.mean() / 2 / len(no))


def support_reliability(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Return, by support level, the share of answer sentences that cite a gold sentence.

    Only sentences of answerable cases with gold sentences count. A sentence may be right and cite another sentence
    than the gold one: the share is a lower bound.
    """
    hits: dict[str, list[bool]] = {}
    for outcome in outcomes:
        gold = outcome.case.gold_sentences
        quotes = {c["number"]: c["quote"] for c in outcome.answer["citations"]}
        for sentence in outcome.answer["sentences"] if gold else ():
            cited = [quotes[number] for number in sentence["citations"]]
            hits.setdefault(sentence["support"], []).append(any(overlap(g, q) for g in gold for q in cited))
    return {level: share(sum(hits[level]), len(hits[level])) for level in SUPPORT_LEVELS if level in hits}


def risk_coverage(outcomes: Sequence[Outcome]) -> RiskCoverage | None:
    """Return the risk-coverage curve by the gate's probability; None when nothing with a probability was answered."""
    answered = [o for o in outcomes if not o.metrics["refused"] and o.trace.get("answerable") is not None]
    if not answered:
        return None
    ranked = sorted(answered, key=lambda o: -o.trace["answerable"])
    wrong = np.cumsum([not o.good for o in ranked])
    count = np.arange(1, len(ranked) + 1)
    risk = wrong / count
    return RiskCoverage(tuple((count / len(outcomes)).tolist()), tuple(risk.tolist()), float(risk.mean()))
