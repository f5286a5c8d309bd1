"""Venue and keywords: short texts, cleaned one by one."""

from collections.abc import Mapping
from typing import Any

from rag.ingest.fields.abstract_text import is_placeholder
from rag.ingest.fields.authors import listed
from rag.ingest.fields.markup import without_markup
from rag.ingest.fields.readable import readable

_LONGEST = 1_000  # characters of a venue or a keyword
_MOST = 500  # keywords


def venue_of(value: Any) -> str | None:
    """Return the name of a journal or a conference, given as a text or as a list of one; None when there is none.

    Raises ValueError for anything else.
    """
    if isinstance(value, list):
        value = value[0] if value else None
    return None if value is None else _text_of(value) or None


def keywords_of(value: Any) -> tuple[str, ...]:
    """Return the keywords of a list, or of a text that separates them by `;`, else by `,`, without duplicates.

    Raises ValueError for anything else.
    """
    if isinstance(value, str):
        value = listed(value) or _parted(without_markup(value))
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError(f"expected a list of at most {_MOST} keywords")
    different: dict[str, str] = {}
    for keyword in (_text_of(item) for item in value if item is not None):
        different.setdefault(keyword.casefold(), keyword)
    return tuple(keyword for keyword in different.values() if keyword)


def _parted(text: str) -> list[str]:
    for mark in (";", "|", "\n", ","):
        if mark in text.strip():
            return text.split(mark)
    return [text]


def _text_of(value: Any) -> str:
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("display_name", "name", "term", "value") if value.get(name)), None)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError(f"expected a text of at most {_LONGEST:,} characters")
    text = readable(value).text
    return "" if is_placeholder(text) else text
