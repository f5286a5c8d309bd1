"""A comparison as text for a terminal or a CI log."""

from collections.abc import Iterator

from eval.comparing.comparison import Change, Comparison, Difference

SHOWN_QUESTION = 60


def comparison_text(comparison: Comparison) -> str:
    """Return changed settings, a table of metrics, the changed cases and the verdict."""
    return "\n".join([*_head(comparison), "", *_table(comparison), "", *_changes(comparison), _verdict(comparison)])


def _head(comparison: Comparison) -> Iterator[str]:
    before, after = comparison.before, comparison.after
    yield f"before  {before.folder}"
    yield f"after   {after.folder}"
    for key in ("program", "settings", "index", "machine"):
        if before.manifest[key] != after.manifest[key]:
            yield f"{key}: {_changed(before.manifest[key], after.manifest[key])}"
    yield f"{comparison.cases} cases in both" + (
        f"; left out, missing in the other run or with other gold: {comparison.left_out[0]} of the first, "
        f"{comparison.left_out[1]} of the second"
        if any(comparison.left_out)
        else ""
    )


def _changed(before: object, after: object) -> str:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return f"{before} -> {after}"
    return ", ".join(
        f"{key} {before.get(key)} -> {after.get(key)}"
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    )


def _table(comparison: Comparison) -> Iterator[str]:
    yield f"{'metric':<26}{'cases':>6}{'before':>9}{'after':>9}{'difference':>12}   95 % interval"
    yield from map(_row, comparison.differences)


def _row(d: Difference) -> str:
    interval = f"[{d.low:+.3f}, {d.high:+.3f}]"
    row = f"{d.metric:<26}{d.cases:>6}{d.before:>9.3f}{d.after:>9.3f}{d.after - d.before:>+12.3f}   {interval:<18}"
    return f"{row} {d.trend}".rstrip()


def _changes(comparison: Comparison) -> Iterator[str]:
    if comparison.changes:
        yield f"{len(comparison.changes)} cases changed:"
        yield from map(_change, comparison.changes)
        yield ""


def _change(change: Change) -> str:
    case = change.after.case
    mark = {(False, True): "+", (True, False): "-"}.get((change.before.correct, change.after.correct), " ")
    verdicts = f"{change.before.verdict} -> {change.after.verdict}"
    return f"  {mark} {case.id:<12} {case.type or '(no type)':<14} {verdicts:<20} {case.question:.{SHOWN_QUESTION}}"


def _verdict(comparison: Comparison) -> str:
    worse = [difference.metric for difference in comparison.regressions]
    return f"Worse beyond the interval: {', '.join(worse)}." if worse else "No metric is worse beyond its interval."
