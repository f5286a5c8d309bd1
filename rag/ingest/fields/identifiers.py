"""The names under which a paper is known outside a file: DOI, arXiv id and address; and the id that a file gives it."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from rag.ingest.raw_record import Field
from rag.text.notation.spreadsheet_cell import unguarded

ID_LIMIT = 200

_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}(?:\.\d+)*/[^\s\"{}\\]+)", re.IGNORECASE | re.ASCII
)
_ARXIV = re.compile(
    r"(?:arxiv:\s*|(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE | re.ASCII,
)
_ARXIV_DOI = re.compile(r"^(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:?\s*)?10\.48550/arxiv\.", re.IGNORECASE)
_ESCAPED = re.compile(r"\{?\\([_%&#$~])\}?")  # as BibTeX has them: `10.1000/a\_b`
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x1f\x7f\ud800-\udfff]{1,2000}", re.IGNORECASE)


def record_id_of(value: Any) -> str | None:
    """Return the id that a file gives a record; None when it gives none.

    Raises ValueError for what is neither a printable text of at most ID_LIMIT characters nor a whole number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unguarded(str(value).strip()) if isinstance(value, str | int) and not isinstance(value, bool) else "\n"
    if len(text) > ID_LIMIT or not text.isprintable():
        raise ValueError(f"expected a text of at most {ID_LIMIT} characters, or a whole number")
    return text or None


def doi_of(value: Any) -> str:
    """Return a DOI in lower case, without address and full stop.

    Raises ValueError for what is none.
    """
    text = _text_of(value)
    text = unquote(text) if "doi.org/" in text.lower() else text
    found = _DOI.fullmatch(text)
    doi = found[1].rstrip(".,;").lower() if found else ""
    doi = doi[:-1] if doi.endswith(")") and doi.count("(") < doi.count(")") else doi
    if not doi or len(doi) > ID_LIMIT or not doi.isprintable():
        raise ValueError("expected a DOI such as 10.1000/182")
    return doi


def arxiv_id_of(value: Any) -> str:
    """Return an arXiv id without its version, also that of arXiv's own DOIs.

    Raises ValueError for what is none.
    """
    text = _text_of(value)
    found = _ARXIV.fullmatch(_ARXIV_DOI.sub("", text, count=1))
    if not found:
        raise ValueError("expected an arXiv id such as 2401.00001 or cs/9901001")
    return found[1]


def first_that_is(read: Callable[[Any], str], fields: Mapping[Field, Any]) -> str | None:
    """Return what `read` makes of the first field that may hold an identifier and is one; None when none is."""
    for field in ("doi", "arxiv_id", "url", "id"):
        with suppress(ValueError):
            return read(fields.get(field))
    return None


def url_of(value: Any) -> str:
    """Return a link that a browser may safely be given.

    Raises ValueError for anything else.
    """
    text = _text_of(value)
    if not _LINK.fullmatch(text):
        raise ValueError("expected an address that begins with http:// or https://")
    return text


def _text_of(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return _ESCAPED.sub(r"\1", value.strip()) if isinstance(value, str) else ""
