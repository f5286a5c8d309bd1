"""The list of papers as HTML: one row a paper, to tick and to open."""

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import shorten

from rag.browsing.paper_list import Listed, PaperQuery
from ui.answers.paper_card import first_authors
from ui.answers.text_markup import counted

SHOWN = 200  # rows; more are shown when asked for
MAX_TITLE = 300  # characters


def paper_rows(found: Sequence[Listed], total: int, wanted: PaperQuery, limit: int = SHOWN) -> str:
    """Return the first `limit` rows of what was found among `total` papers, and the buttons that act on them."""
    count, rows = len(found), "".join(map(_row, found[:limit]))
    above = _count(count, total) + _actions(count, wanted)
    return f'{above}<ul class="papers">{rows}</ul>{_more(count, limit)}'


def _count(found: int, total: int) -> str:
    if not total:
        said = "No papers yet."
    elif found == total:
        said = counted(total, "paper")
    else:
        said = f"{found:,} of {counted(total, 'paper')}"
    return f'<p class="count" role="status">{said}</p>'


def _actions(found: int, wanted: PaperQuery) -> str:
    """Return the buttons; the script shows the one for ticked papers, with their number."""
    tick = '<button type="button" data-tick>Tick all</button>' if found else ""
    of_found = "" if wanted.is_all or not found else f'<button type="button" data-ask-found>{_only(found)}</button>'
    return f'<p class="actions"><button type="button" data-ask-ticked hidden></button>{tick}{of_found}</p>'


def _only(count: int) -> str:
    return "Ask only this one" if count == 1 else f"Ask only these {count:,}"


def _row(listed: Listed) -> str:
    paper_id, title = escape(listed.paper_id), escape(shorten(listed.title, MAX_TITLE, placeholder=" …"))
    return (
        f'<li><input type="checkbox" data-paper="{paper_id}" aria-label="Tick: {title}">'
        f'<button type="button" data-open="{paper_id}" dir="auto"><span class="title">{title}</span> '
        f'<span class="facts">{escape(" · ".join(_facts(listed)))}</span></button></li>'
    )


def _facts(listed: Listed) -> Iterator[str]:
    if listed.published:
        yield listed.published[:4]
    if listed.authors:
        yield first_authors(listed.authors, listed.author_count, 2)
    if listed.venue:
        yield listed.venue
    if listed.upvotes:
        yield counted(listed.upvotes, "upvote")


def _more(found: int, limit: int) -> str:
    if found <= limit:
        return ""
    return f'<button type="button" class="more" data-more="{limit + SHOWN}">and {found - limit:,} more</button>'
