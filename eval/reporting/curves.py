"""Confidence against truth: calibration of the gate and the support check, and the risk-coverage curve of refusing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score

from eval.asking.runs import Outcome
from eval.comparing.intervals import Score, share
from eval.reporting.stages import overlap

BINS = 10
SUPPORT_LEVELS = ("unsupported", "partial", "supported")


@dataclass(frozen=True)
class Bin:
    """Cases of similar probability: its mean, and the share of them that are true."""

    probability: float
    observed: Score


@dataclass(frozen=True)
class Reliability:
    """A reliability diagram and its summary.

    `calibration_error` is the mean gap of the bins, weighted by cases (ECE, Naeini et al. 2015); `brier` the mean
    squared gap of the cases (Brier 1950); `auroc` is None where all cases are of one kind.
    """

    bins: tuple[Bin, ...]
    calibration_error: float
    brier: float
    auroc: float | None


@dataclass(frozen=True)
class RiskCoverage:
    """The share of wrong answers (risk) by the share of cases answered (coverage), most confident first.

    Geifman & El-Yaniv 2017. Refused cases have no known risk, so the curve ends at the coverage of the run; `area`
    (AURC) is the mean risk up to there.
    """

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float


def gate_reliability(outcomes: Sequence[Outcome]) -> Reliability | None:
    """Return the gate's probability against answerability; None when no case has that probability."""
    known = [(o.trace["answerable"], o.case.answerable) for o in outcomes if o.trace.get("answerable") is not None]
    if not known:
        return None
    return reliability(np.array([p for p, _ in known]), np.array([a for _, a in known]))


def reliability(probability: np.ndarray, true: np.ndarray) -> Reliability:
    """Return probabilities (cases,) against what is true (cases,), in ten bins of equal width."""
    observed, mean_probability = calibration_curve(true.astype(int), probability, n_bins=BINS)
    edges = np.linspace(0, 1, BINS + 1)[1:-1]  # those of calibration_curve: a value on an edge is in the lower bin
    counts = np.bincount(np.searchsorted(edges, probability))
    counts = counts[counts > 0]
    bins = [
        Bin(float(mean), share(round(part * count), int(count)))
        for mean, part, count in zip(mean_probability, observed, counts, strict=True)
    ]
    return Reliability(
        bins=tuple(bins),
        calibration_error=float(np.average(np.abs(observed - mean_probability), weights=counts)),
        brier=float(brier_score_loss(true.astype(int), probability, pos_label=1)),
        auroc=None if true.all() or not true.any() else float(roc_auc_score(true, probability)),
    )


def support_reliability(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Return, by support level, the share of answer sentences that cite a gold sentence.

    Only answerable cases with gold sentences count. A right sentence may cite another sentence than the gold one, so
    the share is a lower bound.
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
    """Return the risk-coverage curve of the gate's probability; None when no case with one was answered."""
    answered = [o for o in outcomes if not o.metrics["refused"] and o.trace.get("answerable") is not None]
    if not answered:
        return None
    ranked = sorted(answered, key=lambda o: -o.trace["answerable"])
    wrong = np.cumsum([not o.correct for o in ranked])
    count = np.arange(1, len(ranked) + 1)
    risk = wrong / count
    return RiskCoverage(tuple((count / len(outcomes)).tolist()), tuple(risk.tolist()), float(risk.mean()))
