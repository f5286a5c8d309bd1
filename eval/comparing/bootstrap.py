"""How sure a difference between two systems is: a paired bootstrap over the cases that both were scored on."""

import numpy as np

RESAMPLES = 10_000
PERCENTILES = (2.5, 97.5)
SEED = 0
DRAWN_AT_ONCE = 1_000_000


def paired_interval(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """Return the bounds of the 95 % interval of a score's difference, after minus before.

    The percentile interval of Efron and Tibshirani (1993), used for two systems as by Koehn (2004): cases are drawn
    with replacement as often as there are cases, both systems are scored on the same draw, 10,000 times from a fixed
    seed.

    Args:
        before: (cases, 2) what each case adds to the numerator and to the denominator of the score.
        after: the same of the other system, cases in the same order.
    """
    cases = len(before)
    both = np.hstack([before, after])
    generator = np.random.default_rng(SEED)
    batch = max(1, DRAWN_AT_ONCE // cases)
    sums = np.vstack(
        [
            both[generator.integers(cases, size=(min(batch, RESAMPLES - start), cases))].sum(axis=1)
            for start in range(0, RESAMPLES, batch)
        ]
    )
    with np.errstate(invalid="ignore"):  # a draw in which a score is not defined does not count
        low, high = np.nanpercentile(ratio(sums[:, 2:]) - ratio(sums[:, :2]), PERCENTILES)
    return float(low), float(high)


def ratio(sums: np.ndarray) -> np.ndarray:
    """Return the scores (draws,) of numerators and denominators (draws, 2); NaN for 0 / 0."""
    return sums[:, 0] / sums[:, 1]
