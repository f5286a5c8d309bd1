"""The tables of a report: one column per run, or one row per type of question and run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.comparing.intervals import Score
from eval.reporting.curves import SUPPORT_LEVELS
from eval.reporting.report import LATENCIES, RunReport, groups_of, percentiles
from eval.reporting.report_words import OF_TYPE, STAGES, facts_of_run, figure, in_order, interval, label, meaning, words
from eval.reporting.stages import Stage


@dataclass(frozen=True)
class Cell:
    """The text of a cell, and a note on it, such as an interval."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A heading, and rows of as many cells; the first `texts` columns are text, the others figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    texts: int = 1


EMPTY = Cell("–")


def run_table(reports: Sequence[RunReport]) -> Table:
    """Return the questions, settings and machine of each run."""
    facts = [{**facts_of_run(report.manifest), "asked": _asked(report)} for report in reports]
    keys = dict.fromkeys(key for of_run in facts for key in of_run)
    rows = tuple((Cell(words(key)), *(Cell(of_run.get(key, "–")) for of_run in facts)) for key in keys)
    return Table(("", *_names(reports)), rows, texts=1 + len(reports))


def _asked(report: RunReport) -> str:
    asked, cases = len(report.examined), report.manifest["questions"]["cases"]
    return "all" if asked == cases else f"{asked} of {cases} so far"


def score_table(reports: Sequence[RunReport]) -> Table:
    """Return every metric over all cases that have it."""
    metrics = in_order({metric for report in reports for metric in report.scores["all"]})
    rows = tuple(
        (
            Cell(label(metric)),
            Cell(meaning(metric)),
            *(_score(metric, report.scores["all"].get(metric), cases=True) for report in reports),
        )
        for metric in metrics
    )
    return Table(("metric", "meaning", *_names(reports)), rows, texts=2)


def type_table(reports: Sequence[RunReport]) -> Table:
    """Return the main metrics by type of question, one row per type and run."""
    several = len(reports) > 1
    rows = []
    for group in groups_of(reports):
        for report in reports:
            if scores := report.scores.get(group):
                run = (Cell(report.name),) if several else ()
                figures = (_score(metric, scores.get(metric)) for metric in OF_TYPE)
                rows.append((Cell(words(group)), *run, Cell(str(scores["correct"].cases)), *figures))
    head = ("type", *(("run",) if several else ()), "cases", *map(label, OF_TYPE))
    return Table(head, tuple(rows), texts=1 + several)


def loss_table(reports: Sequence[RunReport]) -> Table:
    """Return how many answerable cases each stage lost, and how many unanswerable ones it let through."""

    def cell(report: RunReport, stage: Stage) -> Cell:
        through = report.losses.let_through[stage]
        return Cell(str(report.losses.lost[stage]), f"{through} let through" if through else "")

    rows = tuple((Cell(s), Cell(meaning), *(cell(report, s) for report in reports)) for s, meaning in STAGES.items())
    return Table(("stage", "meaning", *_names(reports)), rows, texts=2)


def gate_table(reports: Sequence[RunReport]) -> Table:
    """Return the calibration of the gate's probability."""
    gates = [report.gate for report in reports]
    rows = {
        "calibration error (ECE)": [gate.calibration_error if gate else None for gate in gates],
        "Brier score": [gate.brier if gate else None for gate in gates],
        "AUROC": [gate.auroc if gate else None for gate in gates],
    }
    return _figures(rows, reports)


def bin_table(reports: Sequence[RunReport]) -> Table:
    """Return the reliability diagram of the gate: one row per bin and run."""
    bins = [(report.name, bin_) for report in reports if report.gate for bin_ in report.gate.bins]
    rows = tuple((Cell(name), Cell(f"{b.probability:.3f}"), _score("", b.observed, cases=True)) for name, b in bins)
    return Table(("run", "mean probability of an answer", "share answerable"), rows)


def support_table(reports: Sequence[RunReport]) -> Table:
    """Return, by support level, the share of sentences that cite a gold sentence."""
    levels = [level for level in SUPPORT_LEVELS if any(level in report.support for report in reports)]
    rows = tuple((Cell(level), *(_score("", r.support.get(level), cases=True) for r in reports)) for level in levels)
    return Table(("sentences that cite a gold sentence", *_names(reports)), rows)


def refusing_table(reports: Sequence[RunReport]) -> Table:
    """Return the share of questions answered, and the share of wrong answers among them."""
    risks = [report.risk for report in reports]
    rows = {
        "coverage": [risk.coverage[-1] if risk else None for risk in risks],
        "risk at that coverage": [risk.risk[-1] if risk else None for risk in risks],
        "area under the risk-coverage curve (AURC)": [risk.area if risk else None for risk in risks],
    }
    return _figures(rows, reports)


def latency_table(reports: Sequence[RunReport]) -> Table:
    """Return the median of each latency, with its 5th and 95th percentile."""

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
