"""Two runs side by side: whether a change helped, metric by metric and case by case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval.asking.runs import Outcome, Run
from eval.comparing.bootstrap import paired_interval
from eval.metrics import BETTER
from eval.metrics.refusal_metrics import is_refusal
from index_store.errors import AbstractQAError

Trend = Literal["better", "worse", ""]
Pair = tuple[Outcome, Outcome]
Part = Callable[[Outcome], tuple[float, float]]  # what a case adds to a score's numerator and to its denominator


@dataclass(frozen=True)
class Difference:
    """One metric in both runs, over the `cases` that have it in both.

    `low` and `high` bound the 95 % interval of `after - before`. `trend` is empty when the interval holds 0, or when
    neither direction of the metric is the better one.
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
    """A case whose verdict is another in the second run."""

    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class Comparison:
    """Two runs over the `cases` that both hold alike; `left_out` counts those of either that the other lacks."""

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
    """Compare two runs over the cases that both hold with the same question and the same gold.

    Each metric is judged by itself: of forty that no change touches but chance does, one is expected to be worse
    beyond its interval. Raises AbstractQAError when the runs have no case in common.
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
    """Return the difference of a score over pairs; None where one of the runs has no such score."""
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


def _due(outcome: Outcome) -> bool:
    return not outcome.case.answerable


def _hit(outcome: Outcome) -> bool:
    return _due(outcome) and is_refusal(outcome.answer)


_REFUSAL: dict[str, Part] = {  # refusal_recall is the mean of refused_when_unanswerable
    "refusal_precision": lambda outcome: (_hit(outcome), is_refusal(outcome.answer)),
    "refusal_f1": lambda outcome: (2 * _hit(outcome), _due(outcome) + is_refusal(outcome.answer)),
}
