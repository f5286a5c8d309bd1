"""Which papers are asked, in words: above the question box, and in each answer."""

from collections.abc import Iterator, Sequence
from html import escape

from index_store.paper_conditions import Conditions, Years
from ui.answers.text_markup import counted

NAMED = 3  # titles


def scope_words(scope: Conditions) -> str:
    """Return the papers that conditions let through, in words."""
    return " ".join(_words(scope))


def scope_line(scope: Conditions | None, titles: Sequence[str] = ()) -> str:
    """Return the line above the question box as HTML, with a button that asks all again; empty where all are asked.

    `titles` are those of the first papers.
    """
    if not scope:
        return ""
    named = "; ".join(f"“{escape(title)}”" for title in titles[:NAMED])
    left = len(scope.papers) - len(titles[:NAMED])
    rest = f" and {left:,} more" if named and left > 0 else ""
    shown = f': <span class="titles" dir="auto">{named}</span>{rest}' if named else ""
    return (
        f'<p class="scoped"><span role="status">Asking only <b>{escape(scope_words(scope))}</b>{shown}</span> '
        '<button type="button" data-ask-all>Ask all</button></p>'
    )


def scope_note(scope: Conditions | None) -> str:
    """Return the line in an answer that says which papers were asked; empty where all were."""
    return f'<p class="understood scoped">Asked of {escape(scope_words(scope))} only</p>' if scope else ""


def _words(scope: Conditions) -> Iterator[str]:
    count = len(scope.papers)
    yield counted(count, "paper") if count else "papers"
    if scope.years:
        yield _span(scope.years)
    if scope.authors:
        yield f"by {' and '.join(scope.authors)}"
    if scope.venue is not None:
        yield f"in {scope.venue}"
    if scope.keywords:
        yield f"on {' and '.join(scope.keywords)}"
    if scope.source is not None:
        yield f"out of {scope.source}"


def _span(years: Years) -> str:
    """Return a span of years in words."""
    first, last = years
    if first is not None and first == last:
        return str(first)
    begin = f"from {first}" if first is not None else ""
    return f"{begin} to {last}".strip() if last is not None else begin
