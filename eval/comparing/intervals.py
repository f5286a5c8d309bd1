"""Scores with 95 % intervals: percentile bootstrap over cases (Efron 1979) and Wilson's interval, both of SciPy."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

RESAMPLES, PAIRED_RESAMPLES = 2_000, 10_000
PERCENTILES = (2.5, 97.5)
SEED = 0
BATCH = 500  # resamples in memory at once
Statistic = Callable[..., np.ndarray]  # arrays (…, cases) and `axis` -> (…); NaN where it is not defined


@dataclass(frozen=True)
class Score:
    """A score over `cases` cases; `low` and `high` bound its 95 % interval."""

    value: float
    low: float
    high: float
    cases: int


def ratio_of_sums(numerator: np.ndarray, denominator: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return the summed numerators over the summed denominators; NaN for 0 / 0."""
    with np.errstate(invalid="ignore"):
        return numerator.sum(axis=axis) / denominator.sum(axis=axis)


def auroc(score: np.ndarray, positive: np.ndarray, axis: int = -1) -> np.ndarray:
    """Return the area under the ROC curve from ranks (Mann and Whitney 1947); NaN where one class is missing.

    scikit-learn's `roc_auc_score` gives the same value, but takes one resample at a time.
    """
    ranks = stats.rankdata(score, axis=axis)
    yes, no = positive.sum(axis=axis), (1 - positive).sum(axis=axis)
    with np.errstate(invalid="ignore"):
        return ((ranks * positive).sum(axis=axis) - yes * (yes + 1) / 2) / (yes * no)


def scored(statistic: Statistic, *columns: ArrayLike) -> Score | None:
    """Return a statistic of one or more values per case, with its interval; None where it is not defined.

    Cases are resampled 2,000 times with a fixed seed. One case, or cases with equal values, give an interval of width
    zero, which says nothing about cases that were not asked.
    """
    data = [np.asarray(column, dtype=float) for column in columns]
    cases = len(data[0])
    value = float(statistic(*data, axis=-1)) if cases else np.nan
    if np.isnan(value):
        return None
    low, high = bootstrap_interval(statistic, data, RESAMPLES)
    return Score(value, low, high, cases)


def bootstrap_interval(statistic: Statistic, data: list[np.ndarray], resamples: int) -> tuple[float, float]:
    """Return the 95 % percentile interval of a statistic of values per case (each (cases,)), cases resampled together.

    Resamples for which the statistic is not defined are left out.
    """
    if len(data[0]) == 1:  # SciPy needs two
        return (float(statistic(*data, axis=-1)),) * 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)  # of an undefined resample
        drawn = stats.bootstrap(
            data, statistic, n_resamples=resamples, batch=BATCH, paired=True, vectorized=True, method="percentile",
            rng=SEED,
        ).bootstrap_distribution  # fmt: skip
    low, high = np.nanpercentile(drawn, PERCENTILES)
    return float(low), float(high)


def paired_interval(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two systems on the same cases, after minus before (Koehn 2004).

    Args:
        before: (cases, 2) what each case adds to the numerator and the denominator of the score.
        after: the same for the other system, cases in the same order.
    """

    def difference(*parts: np.ndarray, axis: int) -> np.ndarray:
        return ratio_of_sums(parts[2], parts[3], axis) - ratio_of_sums(parts[0], parts[1], axis)

    return bootstrap_interval(difference, [*before.T, *after.T], PAIRED_RESAMPLES)


def share(hits: int, cases: int) -> Score:
    """Return a share of few cases with Wilson's interval (1927), which has a width even when all cases agree."""
    low, high = stats.binomtest(hits, cases).proportion_ci(method="wilson")
    return Score(hits / cases, float(low), float(high), cases)
