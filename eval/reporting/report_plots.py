"""The plots of a report as SVG that takes its colours and letters from the page around it."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from eval.comparing.intervals import Score
from eval.reporting.curves import SUPPORT_LEVELS
from eval.reporting.report import LATENCIES, RunReport, groups_of
from eval.reporting.report_words import words
from eval.reporting.stages import STAGES

# Matplotlib wants colours, the page has variables: each of these stands for one until the SVG is written.
INK, MUTED, RULE, SURFACE = "#000001", "#000002", "#000003", "#000004"
RUNS = ("#000011", "#000012", "#000013", "#000014", "#000015", "#000016")
_VARIABLES = {INK: "ink", MUTED: "muted", RULE: "rule", SURFACE: "surface"} | {
    colour: f"run-{number}" for number, colour in enumerate(RUNS, start=1)
}
LONG = 24  # letters of a run's name that leave room for another beside it
WIDTH = 5.4  # inches; on the page one inch is about 100 pixels
_STYLE: Any = {
    "axes.edgecolor": RULE,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.labelcolor": MUTED,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 9,
    "figure.facecolor": "none",
    "font.size": 9,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "svg.fonttype": "none",
    "text.color": INK,
    "text.parse_math": False,  # names of runs and types are data: a `$` in them is no formula
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}

Draw = Callable[[Axes, Sequence[RunReport]], None]


def plots_of(reports: Sequence[RunReport]) -> dict[str, str]:
    """Return the SVG of every plot that applies to the runs, by name."""
    runs = len(reports)
    wanted: dict[str, tuple[Draw, float, bool]] = {  # what draws it, its height in inches, whether it applies
        "types": (_draw_types, 0.8 + len(groups_of(reports)) * (0.16 + 0.12 * runs), True),
        "stages": (_draw_stages, 0.8 + len(STAGES) * (0.2 + 0.16 * runs), True),
        "gate": (_draw_gate, 3.6, any(report.gate for report in reports)),
        "support": (_draw_support, 1.1 + 0.4 * runs, any(report.support for report in reports)),
        "risk": (_draw_risk, 3.2, any(report.risk for report in reports)),
        "latency": (_draw_latency, 3.2, any(report.seconds("seconds") for report in reports)),
    }
    return {name: _svg(name, draw, height, reports) for name, (draw, height, applies) in wanted.items() if applies}


def _svg(name: str, draw: Draw, height: float, reports: Sequence[RunReport]) -> str:
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        draw(axes, reports)
        if len(reports) > 1 or name == "latency":
            figure.legend(
                loc="outside upper left", ncols=1 if max(len(report.name) for report in reports) > LONG else 3
            )
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return _inline(file.getvalue(), name)


def _inline(svg: str, name: str) -> str:
    """Return an SVG file as an element of a page: no prologue, ids of its own, the page's colours and letters."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font-family: [^;\"]+;? ?", "", svg)
    svg = re.sub(r'width="[^"]*" height="[^"]*" (viewBox)', r'aria-hidden="true" \1', svg, count=1)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var(--{variable})")
    return svg


def _short(report: RunReport) -> str:
    """Return the name of a run, its middle left out where it is too long for a plot."""
    name = report.name
    return name if len(name) <= 2 * LONG else f"{name[:LONG]}…{name[-LONG + 1 :]}"


def _coloured(reports: Sequence[RunReport]) -> Iterator[tuple[int, RunReport, str]]:
    """Yield position, run and colour; past the sixth run colours come again."""
    for position, report in enumerate(reports):
        yield position, report, RUNS[position % len(RUNS)]


def _dot(axes: Axes, y: float, score: Score, colour: str, label: str | None = None) -> None:
    axes.plot([score.low, score.high], [y, y], color=colour, linewidth=1.5, solid_capstyle="round")
    axes.plot(score.value, y, "o", color=colour, markersize=4.5, label=label)


def _rows(axes: Axes, names: Sequence[str], runs: int) -> list[list[float]]:
    """Name one row of a plot each, first on top; return the height of every run in every row."""
    axes.set_yticks(range(len(names)), [words(name) for name in names], color=INK)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    step = 0.6 / runs
    return [[row + (run - (runs - 1) / 2) * step for run in range(runs)] for row in range(len(names))]


def _draw_types(axes: Axes, reports: Sequence[RunReport]) -> None:
    names = groups_of(reports)
    heights = _rows(axes, names, len(reports))
    for position, report, colour in _coloured(reports):
        for row, name in enumerate(names):
            if name in report.scores:
                label = _short(report) if row == 0 else None
                _dot(axes, heights[row][position], report.scores[name]["as_it_should"], colour, label)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("share of cases that went as they should, 95 % interval")


def _draw_stages(axes: Axes, reports: Sequence[RunReport]) -> None:
    heights = _rows(axes, STAGES, len(reports))
    for position, report, colour in _coloured(reports):
        lost, passed = report.losses.lost, report.losses.let_through
        at = [of_row[position] for of_row in heights]
        height = 0.55 / len(reports)
        axes.barh(at, [lost[s] for s in STAGES], height, color=colour, label=_short(report))
        axes.barh(at, [passed[s] for s in STAGES], height, [lost[s] for s in STAGES], color=colour, alpha=0.4)
        for y, stage in zip(at, STAGES, strict=True):
            if total := lost[stage] + passed[stage]:
                axes.annotate(str(total), (total, y), (3, 0), textcoords="offset points", va="center", color=MUTED)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("cases lost (full) and let through (pale)")


def _draw_gate(axes: Axes, reports: Sequence[RunReport]) -> None:
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    for _, report, colour in _coloured(reports):
        bins = report.gate.bins if report.gate else ()
        cases = sum(b.observed.cases for b in bins)
        said, true = [b.confidence for b in bins], [b.observed for b in bins]
        size = [12 + 200 * score.cases / cases for score in true]
        axes.vlines(said, [score.low for score in true], [score.high for score in true], color=colour, alpha=0.5)
        axes.scatter(
            said, [score.value for score in true], size,
            color=colour, edgecolor=SURFACE, linewidth=0.8, zorder=3, label=_short(report),
        )  # fmt: skip
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.04, 1.04), xlabel="gate's probability of an answer", ylabel="answerable")


def _draw_support(axes: Axes, reports: Sequence[RunReport]) -> None:
    levels = [level for level in SUPPORT_LEVELS if any(level in report.support for report in reports)]
    heights = _rows(axes, levels, len(reports))
    for position, report, colour in _coloured(reports):
        for row, level in enumerate(levels):
            if score := report.support.get(level):
                y = heights[row][position]
                _dot(axes, y, score, colour, _short(report) if row == 0 else None)
                axes.annotate(f"{score.cases}", (score.high, y), (4, 0), textcoords="offset points", va="center")
    axes.set_xlim(-0.02, 1.08)
    axes.set_xlabel("share that cites a gold sentence; beside it how many there are")


def _draw_risk(axes: Axes, reports: Sequence[RunReport]) -> None:
    for _, report, colour in _coloured(reports):
        if report.risk:
            axes.plot(report.risk.coverage, report.risk.risk, color=colour, linewidth=1.5, label=_short(report))
            axes.plot(report.risk.coverage[-1], report.risk.risk[-1], "o", color=colour, markersize=4.5)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(bottom=0)
    axes.set(xlabel="coverage: share of all cases answered", ylabel="risk: share of answers wrong")


def _draw_latency(axes: Axes, reports: Sequence[RunReport]) -> None:
    for _, report, colour in _coloured(reports):
        for (latency, name), style in zip(LATENCIES.items(), (":", "--", "-"), strict=True):
            if seconds := report.seconds(latency):
                label = name if len(reports) == 1 else _short(report) if latency == "seconds" else None
                axes.ecdf(seconds, color=colour, linestyle=style, linewidth=1.5, label=label)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set(xlabel="seconds since the question", ylabel="share of cases")
