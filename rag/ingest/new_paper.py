"""The one place a paper is made: its texts mended, its limits checked, its id derived from its title."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index_store.records import Paper, Source
from rag.ingest.mending import mend

ABSTRACT_LIMIT = 20_000
TITLE_LIMIT = 1_000

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?")
_ENGLISH_DATE = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})")


@dataclass(frozen=True)
class Unreadable:
    """A record that is no paper: where it stands, and why in one line."""

    file: str
    place: str
    reason: str


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
    """Make a paper of raw texts; without a `paper_id` the title decides, without a count the names do."""
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


def paper_id_for(title: str) -> str:
    """Return a readable id that the same title always gets, whatever its case, spacing and punctuation."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())
    normalised = " ".join(words) or title
    plain = unicodedata.normalize("NFKD", " ".join(words[:6])).encode("ascii", "ignore").decode()
    digest = hashlib.sha256(normalised.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join([*re.findall(r"[a-z0-9]+", plain), digest])


def iso_date(text: str) -> str:
    """Return `2022-09-07`, `2022-09` or `2022` for an ISO date (any time of day dropped) or `Sep 7, 2022`.

    Raises ValueError on anything else, also on a day that is in no calendar.
    """
    if found := _ENGLISH_DATE.fullmatch(text):
        month = found[1][:3].lower()
        if month not in _MONTHS:
            raise ValueError(text)
        return date(int(found[3]), _MONTHS.index(month) + 1, int(found[2])).isoformat()
    if not (found := _ISO_DATE.fullmatch(text)):
        raise ValueError(text)
    year, month_number, day = (int(part) if part else 1 for part in found.groups())
    full = date(year, month_number, day).isoformat()
    return full[: 4 if not found[2] else 7 if not found[3] else 10]
