"""Scores with the 95 % interval that resampling the cases gives (the percentile bootstrap, Efron 1979)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eval.comparing.bootstrap import PERCENTILES, SEED, ratio

RESAMPLES = 2000
Statistic = Callable[[np.ndarray], np.ndarray]  # (resamples, cases, …) -> (resamples,); NaN where it does not apply


@dataclass(frozen=True)
class Score:
    """A score over `cases` cases; `low` and `high` bound its 95 % interval."""

    value: float
    low: float
    high: float
    cases: int


def mean(samples: np.ndarray) -> np.ndarray:
    """Return the mean of every resample."""
    return np.asarray(samples.mean(axis=1))


def median(samples: np.ndarray) -> np.ndarray:
    """Return the median of every resample."""
    return np.asarray(np.median(samples, axis=1))


def ratio_of_sums(samples: np.ndarray) -> np.ndarray:
    """Return, of cases that add to a numerator and a denominator, the ratio of every resample."""
    with np.errstate(invalid="ignore"):
        return ratio(samples.sum(axis=1))


def scored(values: ArrayLike, statistic: Statistic = mean) -> Score | None:
    """Return the score of values (cases, …) with its interval; None where it does not apply to them.

    The same values give the same interval. Where all cases agree, there is nothing to resample: the interval has no
    width, and says nothing of cases not asked.
    """
    table = np.asarray(values, dtype=float)
    if not len(table):
        return None
    value = float(statistic(table[None])[0])
    if np.isnan(value):
        return None
    picks = np.random.default_rng(SEED).integers(0, len(table), (RESAMPLES, len(table)))
    low, high = np.nanpercentile(statistic(table[picks]), PERCENTILES)
    return Score(value, float(low), float(high), len(table))


def share(hits: int, cases: int) -> Score:
    """Return a share of few cases with its Wilson interval (1927), which has a width even when all agree."""
    z = 1.959964
    middle = (hits + z**2 / 2) / (cases + z**2)
    reach = z * (hits * (cases - hits) / cases + z**2 / 4) ** 0.5 / (cases + z**2)
    value = hits / cases
    return Score(value, min(value, middle - reach), max(value, middle + reach), cases)
