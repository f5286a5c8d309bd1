"""A speed run as a table and as JSON: medians with their spread, and ratios by question."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

import numpy as np

from eval.speed.speed import Round, SpeedRun
from eval.speed.timed import Timed
from rag.shell.terminal import aligned

Measure = Callable[[Timed], float | None]
MEASURES: dict[str, tuple[Measure, bool]] = {  # and whether higher is better
    "sources on screen, ms": (lambda timed: timed.retrieve_ms, False),
    "first token, ms": (lambda timed: timed.first_token_ms, False),
    "whole answer, ms": (lambda timed: timed.total_ms, False),
    "prompt read, tokens a second": (lambda timed: timed.tokens_read_a_second, True),
    "answer written, tokens a second": (lambda timed: timed.tokens_written_a_second, True),
}


@dataclass(frozen=True)
class Spread:
    """Median, quartiles and 95th percentile of values, interpolated linearly."""

    median: float
    low: float
    high: float
    p95: float

    def __str__(self) -> str:
        """Return the figures for a table."""
        return f"{_short(self.median)} ({_short(self.low)} to {_short(self.high)}, p95 {_short(self.p95)})"


def spread(values: Sequence[float | None]) -> Spread | None:
    """Return the spread of the values that are not None; None without any."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    median, low, high, p95 = (float(value) for value in np.percentile(known, [50, 25, 75, 95]))
    return Spread(median, low, high, p95)


def summary(run: SpeedRun) -> dict[str, dict[str, Spread | None]]:
    """Return, by measure, the spread of ours, of naive, and of how many times better ours is by question.

    Only questions that ours answered with the model count: a refusal is fast for another reason.
    """
    return {
        name: {
            "ours": spread([measure(r.ours) for r in written(run)]),
            "naive": spread([measure(r.naive) for r in written(run)]),
            "times_better": spread([_times_better(r, measure, higher) for r in written(run)]),
        }
        for name, (measure, higher) in MEASURES.items()
    }


def limits(run: SpeedRun) -> dict[str, dict[str, Spread | None]]:
    """Return, by limit (tokens per second), its spread and the share of it that each system reached."""
    rows = {}
    for kind in run.rounds[0].limits.arithmetic:
        reading = [r.limits.tokens_read(run.weights_read)[kind] for r in written(run)]
        writing = [r.limits.tokens_written(run.weights_written)[kind] for r in written(run)]
        rows[f"reading, {kind} arithmetic"] = _shares(run, reading, lambda timed: timed.tokens_read_a_second)
        rows[f"writing, {kind} weights"] = _shares(run, writing, lambda timed: timed.tokens_written_a_second)
    return rows


def written(run: SpeedRun) -> list[Round]:
    """Return the rounds in which our model wrote an answer."""
    return [r for r in run.rounds if not r.ours.refused and r.ours.first_token_ms is not None]


def _times_better(round_: Round, measure: Measure, higher: bool) -> float | None:
    ours, naive = measure(round_.ours), measure(round_.naive)
    if not ours or not naive:
        return None
    return ours / naive if higher else naive / ours


def _shares(run: SpeedRun, limit: Sequence[float], rate: Measure) -> dict[str, Spread | None]:
    def share(value: float | None, maximum: float) -> float | None:
        return None if value is None else value / maximum

    pairs = list(zip(written(run), limit, strict=True))
    return {
        "limit": spread(limit),
        "ours": spread([share(rate(r.ours), maximum) for r, maximum in pairs]),
        "naive": spread([share(rate(r.naive), maximum) for r, maximum in pairs]),
    }


def to_dict(run: SpeedRun) -> dict[str, Any]:
    """Return the run with its raw values, the summary and the limits as JSON values."""

    def plain(rows: dict[str, dict[str, Spread | None]]) -> dict[str, Any]:
        return {name: {key: s and asdict(s) for key, s in row.items()} for name, row in rows.items()}

    version = metadata.version("abstract-qa")
    return {"version": version, **asdict(run), "summary": plain(summary(run)), "limits": plain(limits(run))}


def table(run: SpeedRun) -> str:
    """Return the run as text in aligned columns; each cell is a median (quartiles, 95th percentile)."""
    has = run.machine
    refused = {name: sum(getattr(r, name).refused for r in run.rounds) for name in ("ours", "naive")}
    bandwidth = spread([r.limits.bandwidth / 1e9 for r in run.rounds])
    head = [
        f"{run.model}, index {run.index}; torch {has['torch']}",
        f"{has['processor']}, {has['cores']} cores, {has['memory_gb']} GB; {' '.join(has['instructions'])}",
        f"{len(run.rounds)} questions: ours answered {len(run.rounds) - refused['ours']}, refused {refused['ours']}; "
        f"naive answered {len(run.rounds) - refused['naive']}, refused {refused['naive']}. "
        f"The {len(written(run))} with an answer written by ours:",
        "",
    ]
    speed = [["", "ours", "naive", "ours is better, times"]]
    speed += [[name, *map(_cell, row.values())] for name, row in summary(run).items()]
    bounds = [["limit measured here, tokens a second", "", "share ours reaches", "share naive reaches"]]
    for name, row in limits(run).items():
        bounds.append([name, _cell(row["limit"]), _percent(row["ours"]), _percent(row["naive"])])
    foot = [
        "",
        f"Memory reads {_cell(bandwidth)} GB/s. " + _arithmetic(run),
        "Drafted tokens share one read of the weights, and a kept prompt prefix is not read again: "
        "a share may exceed 100%.",
        f"Peak memory: ours {run.memory_ours / 1e9:.1f} GB, with naive beside it {run.memory_both / 1e9:.1f} GB.",
    ]
    return "\n".join([*head, *aligned(speed), "", *aligned(bounds), *foot])


def _arithmetic(run: SpeedRun) -> str:
    kinds = run.rounds[0].limits.arithmetic
    found = {kind: spread([r.limits.arithmetic[kind] / 1e9 for r in run.rounds]) for kind in kinds}
    return "It multiplies " + ", ".join(f"{kind} at {_cell(s)} GFLOP/s" for kind, s in found.items()) + "."


def _cell(value: Spread | None) -> str:
    return "-" if value is None else str(value)


def _percent(share: Spread | None) -> str:
    return "-" if share is None else f"{share.median:.0%} ({share.low:.0%} to {share.high:.0%})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
