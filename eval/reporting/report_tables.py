"""The tables of a report, the same for the page and for Markdown: one column a run, or one row a type and run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.comparing.intervals import Score
from eval.reporting.curves import SUPPORT_LEVELS
from eval.reporting.report import LATENCIES, RunReport, groups_of, percentiles
from eval.reporting.report_words import OF_TYPE, STAGES, facts_of_run, figure, in_order, interval, label, meaning, words
from eval.reporting.stages import Stage


@dataclass(frozen=True)
class Cell:
    """What a cell says, and in smaller letters how sure that is."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A heading and rows of as many cells; the first `texts` columns are words, the others figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    texts: int = 1


EMPTY = Cell("–")


def run_table(reports: Sequence[RunReport]) -> Table:
    """Return what was run."""
    facts = [{**facts_of_run(report.manifest), "asked": _asked(report)} for report in reports]
    keys = dict.fromkeys(key for of_run in facts for key in of_run)
    rows = tuple((Cell(words(key)), *(Cell(of_run.get(key, "–")) for of_run in facts)) for key in keys)
    return Table(("", *_names(reports)), rows, texts=1 + len(reports))


def _asked(report: RunReport) -> str:
    asked, cases = len(report.examined), report.manifest["questions"]["cases"]
    return "all of them" if asked == cases else f"{asked} of {cases} so far"


def score_table(reports: Sequence[RunReport]) -> Table:
    """Return every metric over all cases that it applies to."""
    metrics = in_order({metric for report in reports for metric in report.scores["all"]})
    rows = tuple(
        (
            Cell(label(metric)),
            Cell(meaning(metric)),
            *(_score(metric, report.scores["all"].get(metric), cases=True) for report in reports),
        )
        for metric in metrics
    )
    return Table(("metric", "what it says", *_names(reports)), rows, texts=2)


def type_table(reports: Sequence[RunReport]) -> Table:
    """Return how many cases of each type went as they should."""

    def cell(report: RunReport, group: str) -> Cell:
        return _score("as_it_should", report.scores.get(group, {}).get("as_it_should"), cases=True)

    rows = tuple((Cell(words(group)), *(cell(report, group) for report in reports)) for group in groups_of(reports))
    return Table(("as it should", *_names(reports)), rows)


def type_metrics_table(reports: Sequence[RunReport]) -> Table:
    """Return the metrics that tell types of question apart, a row for each type and run."""
    several = len(reports) > 1
    rows = []
    for group in groups_of(reports):
        for report in reports:
            if scores := report.scores.get(group):
                run = (Cell(report.name),) if several else ()
                figures = (_score(metric, scores.get(metric)) for metric in OF_TYPE)
                rows.append((Cell(words(group)), *run, Cell(str(scores["as_it_should"].cases)), *figures))
    head = ("type", *(("run",) if several else ()), "cases", *map(label, OF_TYPE))
    return Table(head, tuple(rows), texts=1 + several)


def loss_table(reports: Sequence[RunReport]) -> Table:
    """Return how many cases each stage lost, and how many it let through."""

    def cell(report: RunReport, stage: Stage) -> Cell:
        through = report.losses.let_through[stage]
        return Cell(str(report.losses.lost[stage]), f"{through} let through" if through else "")

    rows = tuple((Cell(s), Cell(meaning), *(cell(report, s) for report in reports)) for s, meaning in STAGES.items())
    return Table(("stage", "what it means", *_names(reports)), rows, texts=2)


def gate_table(reports: Sequence[RunReport]) -> Table:
    """Return how far the gate's probability can be believed."""
    gates = [report.gate for report in reports]
    rows = {
        "calibration error (ECE)": [gate.calibration_error if gate else None for gate in gates],
        "Brier score": [gate.brier if gate else None for gate in gates],
        "AUROC": [gate.auroc if gate else None for gate in gates],
    }
    return _figures(rows, reports)


def support_table(reports: Sequence[RunReport]) -> Table:
    """Return, by what the support check says of a sentence, how many cite a gold sentence."""
    levels = [level for level in SUPPORT_LEVELS if any(level in report.support for report in reports)]
    rows = tuple((Cell(level), *(_score("", r.support.get(level), cases=True) for r in reports)) for level in levels)
    return Table(("sentences that cite a gold sentence", *_names(reports)), rows)


def abstaining_table(reports: Sequence[RunReport]) -> Table:
    """Return what abstaining costs and saves."""
    risks = [report.risk for report in reports]
    rows = {
        "coverage": [risk.coverage[-1] if risk else None for risk in risks],
        "risk there": [risk.risk[-1] if risk else None for risk in risks],
        "area under the curve (AURC)": [risk.area if risk else None for risk in risks],
    }
    return _figures(rows, reports)


def latency_table(reports: Sequence[RunReport]) -> Table:
    """Return the median of each latency with its 5th and 95th percentile."""

    def cell(seconds: Sequence[float]) -> Cell:
        if not seconds:
            return EMPTY
        points = percentiles(seconds)
        return Cell(figure("seconds", points["p50"]), f"{points['p5']:.2g}–{points['p95']:.2g}")

    rows = tuple((Cell(name), *(cell(r.seconds(latency)) for r in reports)) for latency, name in LATENCIES.items())
    return Table(("", *_names(reports)), rows)


def _names(reports: Sequence[RunReport]) -> tuple[str, ...]:
    return tuple(report.name for report in reports)


def _score(metric: str, score: Score | None, cases: bool = False) -> Cell:
    if score is None:
        return EMPTY
    note = interval(metric, score) + (f" of {score.cases}" if cases else "")
    return Cell(figure(metric, score.value), note.strip())


def _figures(rows: Mapping[str, Sequence[float | None]], reports: Sequence[RunReport]) -> Table:
    def cell(value: float | None) -> Cell:
        return EMPTY if value is None else Cell(f"{value:.3f}")

    filled = ((Cell(name), *map(cell, values)) for name, values in rows.items() if any(v is not None for v in values))
    return Table(("", *_names(reports)), tuple(filled))
