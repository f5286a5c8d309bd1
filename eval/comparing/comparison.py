"""Compare two runs metric by metric and case by case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval.asking.runs import Outcome, Run
from eval.comparing.intervals import paired_interval
from eval.metrics import BETTER
from eval.metrics.refusal_metrics import is_refusal
from index_store.errors import AbstractQAError

Trend = Literal["better", "worse", ""]
Pair = tuple[Outcome, Outcome]
Part = Callable[[Outcome], tuple[float, float]]  # what a case adds to the numerator and denominator of a score


@dataclass(frozen=True)
class Difference:
    """One metric in both runs, over the `cases` that have it in both.

    `low` and `high` bound the 95 % interval of `after - before`. `trend` is empty when the interval contains 0, and
    for metrics without a better direction.
    """

    metric: str
    cases: int
    before: float
    after: float
    low: float
    high: float
    trend: Trend


@dataclass(frozen=True)
class Change:
    """A case whose verdict differs between the runs."""

    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class Comparison:
    """Two runs over their common `cases`; `left_out` counts the other cases of each run."""

    before: Run
    after: Run
    cases: int
    left_out: tuple[int, int]
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]

    @property
    def regressions(self) -> tuple[Difference, ...]:
        """Return the metrics that got worse beyond their interval."""
        return tuple(difference for difference in self.differences if difference.trend == "worse")


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs over the cases with the same question and gold in both.

    Intervals are not corrected for several metrics: of forty unchanged metrics, one is expected to be worse beyond its
    interval by chance. Raises AbstractQAError when the runs have no case in common.
    """
    others = {outcome.case.id: outcome for outcome in after.outcomes}
    known = [(outcome, others[outcome.case.id]) for outcome in before.outcomes if outcome.case.id in others]
    pairs = [pair for pair in known if pair[0].case == pair[1].case]
    if not pairs:
        raise AbstractQAError(
            f"{before.folder} and {after.folder} have no case in common; expected two runs of the same questions. "
            "Make one: abstract-qa eval answers --questions FILE --out FOLDER"
        )
    return Comparison(
        before=before,
        after=after,
        cases=len(pairs),
        left_out=(len(before.outcomes) - len(pairs), len(after.outcomes) - len(pairs)),
        differences=tuple(_differences(pairs)),
        changes=tuple(Change(*pair) for pair in pairs if pair[0].verdict != pair[1].verdict),
    )


def _differences(pairs: Sequence[Pair]) -> list[Difference]:
    names = dict.fromkeys(name for outcome, _ in pairs for name in outcome.metrics)
    measured = {name: [p for p in pairs if all(name in outcome.metrics for outcome in p)] for name in names}
    found = [_difference(name, having, _mean_of(name)) for name, having in measured.items()]
    found += [_difference(name, pairs, part) for name, part in _REFUSAL.items()]
    return [difference for difference in found if difference]


def _difference(name: str, pairs: Sequence[Pair], part: Part) -> Difference | None:
    """Return the difference of a score over pairs; None where it is not defined in one of the runs."""
    before, after = (np.array([part(pair[run]) for pair in pairs]).reshape(-1, 2) for run in (0, 1))
    if not (before[:, 1].any() and after[:, 1].any()):
        return None
    low, high = paired_interval(before, after)
    was, is_now = (float(parts[:, 0].sum() / parts[:, 1].sum()) for parts in (before, after))
    return Difference(name, len(pairs), was, is_now, low, high, _trend(name, low, high))


def _trend(name: str, low: float, high: float) -> Trend:
    if name not in BETTER or low <= 0 <= high:
        return ""
    return "better" if (low > 0) == (BETTER[name] == "higher") else "worse"


def _mean_of(name: str) -> Part:
    return lambda outcome: (outcome.metrics[name], 1)


def _true_refusal(outcome: Outcome) -> bool:
    return not outcome.case.answerable and is_refusal(outcome.answer)


_REFUSAL: dict[str, Part] = {  # refusal_recall is the mean of refused_when_unanswerable
    "refusal_precision": lambda outcome: (_true_refusal(outcome), is_refusal(outcome.answer)),
    "refusal_f1": lambda o: (2 * _true_refusal(o), (not o.case.answerable) + is_refusal(o.answer)),
}
