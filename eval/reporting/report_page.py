"""A report as one HTML page: no network, no script; everything that comes from a run is escaped."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from eval.reporting import report_tables as tables
from eval.reporting.report import Examined, FailedCase, RunReport, failed_cases
from eval.reporting.report_plots import RUNS
from eval.reporting.report_words import HEADLINE, METRICS, STAGES, figure, interval, label, words
from eval.reporting.stages import overlap

TEMPLATE = files("eval.reporting").joinpath("report_page.html")


def page(reports: Sequence[RunReport], plots: Mapping[str, str]) -> str:
    """Return the page of one or more runs; `plots` are SVG elements by name."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(words=words)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        names=[report.name for report in reports],
        colours=len(RUNS),
        plots={name: Markup(svg) for name, svg in plots.items()},  # noqa: S704 - our own, its texts escaped
        run=tables.run_table(reports),
        tiles=_tiles(reports),
        scores=tables.score_table(reports),
        types=tables.type_table(reports),
        type_metrics=tables.type_metrics_table(reports),
        losses=tables.loss_table(reports),
        gate=tables.gate_table(reports),
        abstaining=tables.abstaining_table(reports),
        latency=tables.latency_table(reports),
        stages=STAGES,
        failed=_by_stage(failed_cases(reports)),
        evidence_of=evidence_of,
    )


def _tiles(reports: Sequence[RunReport]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the headline figures: label, meaning, and of each run the figure and its interval."""
    tiles = []
    for metric in HEADLINE:
        scores = [report.scores["all"].get(metric) for report in reports]
        if any(scores):
            figures = [(figure(metric, s.value), interval(metric, s)) if s else ("–", "") for s in scores]
            tiles.append((label(metric), METRICS[metric][1], figures))
    return tiles


def _by_stage(cases: Sequence[FailedCase]) -> dict[str, list[FailedCase]]:
    return {stage: of for stage in STAGES if (of := [case for case in cases if case.stage == stage])}


def evidence_of(one: Examined) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Return the evidence of a case by paper: its title, and each sentence with whether it is a gold one."""
    titles = {passage["paper_id"]: passage["title"] for passage in one.outcome.answer["passages"]}
    papers: dict[str, list[tuple[str, bool]]] = {}
    for sentence in one.outcome.trace.get("evidence", ()):
        gold = any(overlap(gold, sentence["text"]) for gold in one.outcome.case.gold_sentences)
        title = titles.get(sentence["paper_id"]) or sentence["paper_id"]
        papers.setdefault(title, []).append((sentence["text"], gold))
    return list(papers.items())
