"""Make a paper from texts that need no decoding: mend them, check their length. `fields.paper` takes its place."""

import re
from collections.abc import Sequence
from datetime import date

from dateutil.parser import parserinfo

from index_store.records import Paper, Source
from rag.ingest.fields.mending import mend
from rag.ingest.fields.paper import ABSTRACT_LIMIT, TITLE_LIMIT, paper_id_for
from rag.ingest.raw_record import Unreadable

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?")
_ENGLISH_DATE = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})")


def new_paper(
    title: str,
    abstract: str,
    source: Source,
    *,
    paper_id: str | None = None,
    published: str | None = None,
    authors: Sequence[str] = (),
    author_count: int | None = None,
    url: str | None = None,
    upvotes: int | None = None,
) -> Paper | Unreadable:
    """Return a paper; without a `paper_id` it is made of the title, without a count the `authors` are counted."""
    for field, text, limit in (("title", title, TITLE_LIMIT), ("abstract", abstract, ABSTRACT_LIMIT)):
        if len(text) > limit:
            reason = f"{field} of {len(text):,} characters: expected at most {limit:,}"
            return Unreadable(source.file, source.place, reason)
    mended_title, mended_abstract = mend(title).text, mend(abstract.strip())
    for field, text in (("title", mended_title), ("abstract", mended_abstract.text)):
        if not text:
            return Unreadable(source.file, source.place, f"no {field}")
    return Paper(
        paper_id=paper_id or paper_id_for(mended_title),
        title=mended_title,
        abstract=mended_abstract.text,
        published=published,
        authors=tuple(authors),
        author_count=author_count if author_count is not None else len(authors) or None,
        url=url,
        upvotes=upvotes,
        sources=(Source(source.file, source.place, mended_abstract.repairs),),
        truncated=mended_abstract.text.endswith(("...", "…")),
    )


def iso_date(text: str) -> str:
    """Return `2022-09-07`, `2022-09` or `2022` for an ISO date (any time of day dropped) or `Sep 7, 2022`.

    Raises ValueError on anything else, also on a day that is in no calendar.
    """
    if found := _ENGLISH_DATE.fullmatch(text):
        month = parserinfo().month(found[1][:3])
        if month is None:
            raise ValueError(text)
        return date(int(found[3]), month, int(found[2])).isoformat()
    if not (found := _ISO_DATE.fullmatch(text)):
        raise ValueError(text)
    year, month_number, day = (int(part) if part else 1 for part in found.groups())
    full = date(year, month_number, day).isoformat()
    return full[: 4 if not found[2] else 7 if not found[3] else 10]
