"""A report as Markdown: the headline figures, the tables, and the failed cases."""

import re
from collections.abc import Sequence

from eval.comparing.intervals import Score
from eval.reporting import report_tables as tables
from eval.reporting.report import Examined, FailedCase, RunReport, failed_cases
from eval.reporting.report_tables import Table
from eval.reporting.report_words import HEADLINE, METRICS, figure, interval, label

_SPECIAL = re.compile(r"([\\`*_\[\]{}<>#|~&$!])")


def markdown(reports: Sequence[RunReport]) -> str:
    """Return the report of one or more runs as Markdown."""
    sections = {
        "What was run": tables.run_table(reports),
        "All metrics": tables.score_table(reports),
        "By type of question": tables.type_table(reports),
        "Where cases were lost": tables.loss_table(reports),
        "Gate": tables.gate_table(reports),
        "Calibration of the gate": tables.bin_table(reports),
        "Support check": tables.support_table(reports),
        "Refusing": tables.refusing_table(reports),
        "Times": tables.latency_table(reports),
    }
    parts = [f"# {plain(', '.join(report.name for report in reports))}", headline(reports)]
    parts += [f"## {title}\n\n{_table(table)}" for title, table in sections.items() if table.rows]
    failed = [_failed(case, reports) for case in failed_cases(reports)]
    parts.append("## Failed cases\n\n" + ("\n".join(failed) or "None: every case is correct."))
    return "\n\n".join(parts) + "\n"


def headline(reports: Sequence[RunReport]) -> str:
    """Return the headline figures as a Markdown table: a row per metric, a column per run."""
    rows = []
    for metric in HEADLINE:
        scores = [report.scores["all"].get(metric) for report in reports]
        if any(scores):
            rows.append(f"| {label(metric)}: {METRICS[metric][1]} | {' | '.join(_bold(metric, s) for s in scores)} |")
    names = " | ".join(f"{plain(report.name)}: {len(report.examined)} questions" for report in reports)
    return "\n".join([f"| 95 % intervals in brackets | {names} |", "|---" * (1 + len(reports)) + "|", *rows])


def _bold(metric: str, score: Score | None) -> str:
    if score is None:
        return "–"
    bounds = interval(metric, score)
    return f"**{figure(metric, score.value)}**" + (f" ({bounds})" if bounds else "")


def plain(text: str) -> str:
    """Return a text on one line, with Markdown and HTML escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _table(table: Table) -> str:
    rule = "|".join("---" if place < table.texts else "---:" for place in range(len(table.head)))
    lines = [" | ".join(map(plain, table.head)), rule]
    for row in table.rows:
        lines.append(" | ".join(plain(cell.text) + (f" ({plain(cell.note)})" if cell.note else "") for cell in row))
    return "\n".join(f"| {line} |" if line != rule else f"|{rule}|" for line in lines)


def _failed(failed: FailedCase, reports: Sequence[RunReport]) -> str:
    case = failed.case
    lines = [f"- **{plain(case.question)}** {plain(case.id)} {plain(case.type)}"]
    gold = [" or ".join(group) for group in case.facts] if case.answerable else ["unanswerable"]
    lines += [f"  - gold: {plain(text)}" for text in (*gold, *case.gold_sentences)]
    lines += [f"  - {plain(r.name)}: {_verdict(one)}" for r, one in zip(reports, failed.examined, strict=True)]
    return "\n".join(lines)


def _verdict(one: Examined | None) -> str:
    if one is None:
        return "not asked"
    text = f"“{plain(one.outcome.answer['text'])}”"
    return f"**{one.loss.stage}**. {plain(one.loss.reason)} {text}" if one.loss else f"correct: {text}"
