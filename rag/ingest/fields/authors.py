"""The authors of a record: names from lists, objects and texts, and how many there are if that is sure.

A text is cut only where every part is a name for sure; where it is not, there are no names, and no count.
"""

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.ingest.fields.author_names import in_initials, is_degree, is_full, is_inverted, name_of, without_notes
from rag.ingest.fields.markup import without_markup

_LONGEST = 100_000  # characters of a list of authors
_NAME_LIMIT = 200
_OTHER_ROLES = frozenset("editor seriesEditor translator contributor bookAuthor reviewedAuthor".split())
_OTHERS = re.compile(
    r"[,;]?(?<!\s)\s*(?:(?:\b(?:and|&)\s+)?\b(?:et\.?\s+al(?:ii|ia)?|(?:\d+\s+)?others)\b[\s.…]*|(?:…|\.{3})\s*)$",
    re.IGNORECASE,
)
_MARKS = str.maketrans("；，、", ";,,")
_AND = re.compile(r",?\s+(?:and|&)\s+")
_MORE = re.compile(r"[;|/\t]|\s(?:and|&)\s")  # in a name: it may be more than one
# What separates names cannot do so between braces: it is put out of the way.
_GROUP = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
_HIDDEN = {mark: 0xE000 + number for number, mark in enumerate(map(ord, ",;|&[]() \n"))}
_SHOWN = {hidden: mark for mark, hidden in _HIDDEN.items()}


@dataclass(frozen=True)
class Authors:
    """Names as `Given Family`; `is_whole` is false where there may be more, or where they could not be told apart."""

    names: tuple[str, ...] = ()
    is_whole: bool = True


def authors_of(value: Any) -> Authors:
    """Return the authors that a list or a text names.

    Raises ValueError for what is neither, or too long.
    """
    if value is None:
        return Authors()
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        raise ValueError("expected a list of names, or one text 'A; B' or 'A and B'")
    if len(value) == 1 and isinstance(value[0], str):
        return _of_text(value[0], is_one=True)
    return _of_parts(value)


def listed(text: str) -> list[Any] | None:
    """Return the list that a text writes as Python or JSON do, `['A', 'B']`; None if it is none."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")) or len(text) > _LONGEST or text.count("[") > 2_000:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            # numpy writes no commas, and Python would join what has none between.
            value = ast.literal_eval(re.sub(r"(?<=['\"])\s+(?=['\"])", ", ", text))
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return None
    return value if isinstance(value, list) else None


def _of_text(text: str, is_one: bool = False) -> Authors:
    if len(text) > _LONGEST:
        raise ValueError(f"expected at most {_LONGEST:,} characters")
    if (items := listed(text)) is not None:
        return _of_parts(items)
    text = _GROUP.sub(lambda group: group[0].translate(_HIDDEN), without_markup(text).translate(_MARKS).strip())
    known = _OTHERS.sub("", without_notes(text))
    parts = [known] if is_one and not re.search("[,;|\n]", known) else _parted(known)
    if parts is None:
        return Authors((), is_whole=False)
    authors = _of_parts([part.translate(_SHOWN) for part in parts])
    return Authors(authors.names, authors.is_whole and known == without_notes(text))


def _of_parts(parts: Sequence[Any]) -> Authors:
    named = [part for part in parts if not _is_none(part) and not _is_other_role(part)]
    told = [_OTHERS.sub("", part) if isinstance(part, str) else part for part in named]
    known = tuple(name for name in map(name_of, told) if _is_name(name))
    is_cut = not any(isinstance(part, str) and _MORE.search(part) and not part.startswith("{") for part in named)
    return Authors(known, is_whole=is_cut and told == named and len(known) == len(named))


def _parted(text: str) -> list[str] | None:
    """Return the names of a text, uncut inside; None where it cannot be told where one ends."""
    for mark in (";", "|", "\t"):
        if mark in text:
            return text.split(mark)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and not any(re.search(r",$|^and\b|\band$|\S,.*,", line) for line in lines):
        return lines
    text = " ".join(lines)
    joined = _AND.split(text)
    if len(joined) == 1:
        return _parted_by_commas(text)
    if any(part.count(",") > 1 and not is_inverted(part) for part in joined):
        return _parted_by_commas(", ".join(joined))
    if len(joined) > 2 or all("," in part for part in joined) or not any("," in part for part in joined):
        return joined
    return _enumerated(joined[0], joined[1], ends_in_comma=re.search(r",\s+(?:and|&)\s", text) is not None)


def _enumerated(before: str, last: str, ends_in_comma: bool) -> list[str] | None:
    """Return the names of `A, B and C`, or of `Doe, Jana and Karl Müller`, which has one name before the `and`."""
    if "," in last:
        return [before, last]
    if before.count(",") == 1 and is_inverted(before) and not ends_in_comma:
        return [before, last] if is_full(last) else None
    return _parted_by_commas(f"{before}, {last}")


def _parted_by_commas(text: str) -> list[str] | None:
    parts = [part.strip() for part in text.split(",") if part.strip() and not is_degree(part)]
    if len(parts) < 2 or is_inverted(", ".join(parts)):
        return [", ".join(parts)]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 == 0 and all(in_initials(given) and not in_initials(family) for family, given in pairs):
        return [f"{family}, {given}" for family, given in pairs]
    return parts if all(map(is_full, parts)) else None


def _is_name(name: str) -> bool:
    return len(name) <= _NAME_LIMIT and any(map(str.isalpha, name))


def _is_other_role(part: Any) -> bool:
    """Return whether an object of Zotero is an editor, a translator or the like."""
    return isinstance(part, dict) and str(part.get("creatorType") or "author") in _OTHER_ROLES


def _is_none(part: Any) -> bool:
    return part is None or (
        isinstance(part, str) and part.strip().casefold() in ("", "nan", "none", "null", "n/a", "and")
    )
