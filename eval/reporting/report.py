"""The numbers of a report on one or more runs, before they are written as Markdown or JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.asking.runs import Outcome, Run
from eval.comparing.intervals import Score, Statistic, ratio_of_sums, scored
from eval.reporting.curves import Reliability, RiskCoverage, gate_reliability, risk_coverage, support_reliability
from eval.reporting.stages import STAGES, Loss, Stage, loss_of
from eval.sets.question_set import Case

LATENCIES = {
    "retrieve_seconds": "sources found",
    "first_words_seconds": "first words",
    "seconds": "whole answer",
}
EVERY = ("all", "answerable", "unanswerable")


@dataclass(frozen=True)
class Examined:
    """One case in one run; `loss` is None when its outcome is correct."""

    outcome: Outcome
    loss: Loss | None


@dataclass(frozen=True)
class Losses:
    """How many cases each stage lost: answerable ones refused or wrong (`lost`), unanswerable ones answered."""

    lost: dict[Stage, int]
    let_through: dict[Stage, int]


@dataclass(frozen=True)
class RunReport:
    """One run in numbers; `scores` by group (all, answerable, unanswerable, then each type) and metric."""

    name: str
    manifest: dict[str, Any]
    examined: dict[tuple[str, str], Examined]  # by id and question: two runs may have asked different sets
    scores: dict[str, dict[str, Score]]
    gate: Reliability | None
    support: dict[str, Score]
    risk: RiskCoverage | None
    losses: Losses

    def seconds(self, latency: str) -> list[float]:
        """Return the times of one of LATENCIES, in seconds, shortest first."""
        return sorted(x for one in self.examined.values() if (x := one.outcome.metrics.get(latency)) is not None)


def report_on(run: Run, name: str) -> RunReport:
    """Return the numbers of a run, which is called `name`."""
    examined = {
        (outcome.case.id, outcome.case.question): Examined(outcome, loss_of(outcome)) for outcome in run.outcomes
    }
    return RunReport(
        name=name,
        manifest=run.manifest,
        examined=examined,
        scores={group: scores_of(outcomes) for group, outcomes in _groups(run.outcomes).items()},
        gate=gate_reliability(run.outcomes),
        support=support_reliability(run.outcomes),
        risk=risk_coverage(run.outcomes),
        losses=_losses(list(examined.values())),
    )


def names_of(folders: Sequence[Path]) -> list[str]:
    """Return the shortest ends of the folders' paths that are distinct, numbered where the paths are equal."""
    parts = [folder.absolute().parts for folder in folders]
    for depth in range(1, max(map(len, parts)) + 1):
        names = ["/".join(of_folder[-depth:]) for of_folder in parts]
        if len(set(names)) == len(names):
            return names
    return [f"{name} ({number})" for number, name in enumerate(names, start=1)]


def _groups(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {name: [] for name in EVERY}
    for outcome in sorted(outcomes, key=lambda o: not o.case.answerable):
        kind = "answerable" if outcome.case.answerable else "unanswerable"
        for name in dict.fromkeys(("all", kind, outcome.case.type or kind)):
            groups.setdefault(name, []).append(outcome)
    return {name: group for name, group in groups.items() if group}


def groups_of(reports: Sequence[RunReport]) -> list[str]:
    """Return the groups of all runs: all, answerable, unanswerable, then each type."""
    return list(dict.fromkeys(group for report in reports for group in report.scores))


def scores_of(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Return the score of every metric that some case has, with its interval; times are medians."""
    values: dict[str, list[float]] = {"correct": [float(outcome.correct) for outcome in outcomes]}
    for outcome in outcomes:
        for name, value in outcome.metrics.items():
            values.setdefault(name, []).append(value)
    found = {name: scored(_statistic(name), of_metric) for name, of_metric in values.items()}
    return {name: score for name, score in (found | _refusal(outcomes)).items() if score}


def _statistic(metric: str) -> Statistic:
    return np.median if metric in LATENCIES else np.mean


def _refusal(outcomes: Sequence[Outcome]) -> dict[str, Score | None]:
    """Return precision, recall and F1 of refusing; nothing where all cases are answerable, or all unanswerable."""
    table = np.array([(outcome.metrics["refused"], not outcome.case.answerable) for outcome in outcomes], dtype=float)
    refused, unanswerable = table.T
    if unanswerable.min() == unanswerable.max():
        return {}
    hits = refused * unanswerable
    of = {"precision": refused, "recall": unanswerable, "f1": (refused + unanswerable) / 2}
    return {f"refusal_{name}": scored(ratio_of_sums, hits, all_) for name, all_ in of.items()}


def _losses(examined: Sequence[Examined]) -> Losses:
    lost: dict[Stage, int] = dict.fromkeys(STAGES, 0)
    let_through: dict[Stage, int] = dict.fromkeys(STAGES, 0)
    for one in examined:
        if one.loss:
            (lost if one.outcome.case.answerable else let_through)[one.loss.stage] += 1
    return Losses(lost, let_through)


@dataclass(frozen=True)
class FailedCase:
    """A case that some run failed, and its outcome in each run; None where a run did not ask it."""

    case: Case
    examined: tuple[Examined | None, ...]
    stage: Stage  # of the first run that failed it


def failed_cases(reports: Sequence[RunReport]) -> list[FailedCase]:
    """Return the cases that at least one run failed, sorted by stage."""
    cases = {key: one.outcome.case for report in reports for key, one in report.examined.items()}
    failed = []
    for key, case in cases.items():
        examined = tuple(report.examined.get(key) for report in reports)
        losses = [one.loss for one in examined if one and one.loss]
        if losses:
            failed.append(FailedCase(case, examined, losses[0].stage))
    return sorted(failed, key=lambda of: STAGES.index(of.stage))


def to_dict(report: RunReport) -> dict[str, Any]:
    """Return a report as JSON values: all numbers, and every failed case with its outcome."""
    return {
        "name": report.name,
        "run": report.manifest,
        "asked": len(report.examined),
        "scores": {group: {m: asdict(s) for m, s in of.items()} for group, of in report.scores.items()},
        "gate": report.gate and asdict(report.gate),
        "support": {level: asdict(score) for level, score in report.support.items()},
        "risk_coverage": report.risk and asdict(report.risk),
        "seconds": {name: percentiles(report.seconds(name)) for name in LATENCIES if report.seconds(name)},
        "losses": asdict(report.losses),
        "failed": [_failed(one.outcome, one.loss) for one in report.examined.values() if one.loss],
    }


def _failed(outcome: Outcome, loss: Loss) -> dict[str, Any]:
    return {
        **asdict(loss),
        "case": outcome.case.to_dict(),
        "status": outcome.answer["status"],
        "answer": outcome.answer["text"],
        "citations": outcome.answer["citations"],
        "trace": outcome.trace,
        "metrics": outcome.metrics,
    }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return the 5th to 95th percentiles of values, interpolated linearly."""
    points = (5, 25, 50, 75, 95)
    return {f"p{point}": float(value) for point, value in zip(points, np.percentile(values, points), strict=True)}
