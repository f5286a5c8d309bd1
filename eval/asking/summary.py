"""The scores of many outcomes: means, scores that exist only over a run, and a table for a terminal."""

from collections.abc import Sequence

from eval.asking.runs import Outcome
from eval.metrics.refusal_metrics import is_refusal, refusal_scores

WIDTH = 7  # least width of a column
COLUMNS = ("cases", "right", "refused", "paper_precision", "sentence_precision", "RR", "seconds")


def means(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the mean of every metric over the cases that have it."""
    values: dict[str, list[float]] = {}
    for outcome in outcomes:
        for name, value in outcome.metrics.items():
            values.setdefault(name, []).append(value)
    return {name: sum(found) / len(found) for name, found in values.items()}


def scores(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the means, and precision, recall and F1 of refusing."""
    return means(outcomes) | refusal_scores([(not o.case.answerable, is_refusal(o.answer)) for o in outcomes])


def summary(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return the scores by group: all, answerable, unanswerable and each type; `cases` is the size of the group."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    for outcome in outcomes:
        answerable = "answerable" if outcome.case.answerable else "unanswerable"
        for name in (answerable, outcome.case.type or "(no type)"):
            groups.setdefault(name, []).append(outcome)
    return {
        name: {"cases": len(group), **(scores(group) if name == "all" else means(group))}
        for name, group in groups.items()
    }


def summary_text(outcomes: Sequence[Outcome]) -> str:
    """Return the summary as text: the main metrics by group, then the other metrics over all cases."""
    groups = summary(outcomes)
    rows = [
        f"{name:<14}" + "".join(f"  {_figure(found.get(column)):>{max(WIDTH, len(column))}}" for column in COLUMNS)
        for name, found in groups.items()
    ]
    head = " " * 14 + "".join(f"  {column:>{WIDTH}}" for column in COLUMNS)
    rest = [f"{name} {_figure(value)}" for name, value in groups["all"].items() if name not in COLUMNS]
    return "\n".join([head, *rows, "", ", ".join(rest)])


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
