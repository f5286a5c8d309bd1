"""One author's name as `Given Family`, from the forms in which files give it."""

import re
from collections.abc import Mapping
from typing import Any

from rag.ingest.fields.readable import readable

# What an object calls a whole name, and its two halves.
_WHOLE = ("name", "display_name", "displayname", "full_name", "fullname", "collectivename", "author_name")
_AS_IT_IS = "literal"  # of CSL: nothing in such a name is turned round
_HALVES = (
    ("given", "family"),
    ("first", "last"),
    ("forename", "lastname"),
    ("firstname", "lastname"),
    ("first_name", "last_name"),
    ("initials", "lastname"),
    ("given_name", "family_name"),
    ("givenname", "surname"),
    ("given_name", "surname"),
    ("given", "surname"),
    ("forename", "surname"),
)

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|I?V", re.ASCII)
_INITIALS = r"(?:[^\W\d_]\.[ -]?){1,4}|[^\W\d_]{1,3}"  # of capitals, which a pattern cannot say
_FAMILY_FIRST = re.compile(  # `Roe R.`, `van der Berg J. K.`, `Skoda PJ`
    rf"(?P<family>(?:[^\W\d_]+ )*?[^\W\d_][\w'’-]+) (?P<given>{_INITIALS})"
)
_DEGREES = frozenset("PHD MD MSC BSC MPH RN DPHIL MBBS DVM".split())
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts that put no space in a name
_BRACKETS = re.compile(r"(?<!\s)\s*\^?(?:\([^()]*\)|\[[^\[\]]*\])")
_MARK = "[*†‡§¶⁰¹²³⁴-⁹]"
_FOOTMARKS = re.compile(
    rf"(?<=[a-zß-ÿ.])\s*(?:{_MARK}|(?:\^|(?<=[a-zß-ÿ]))\d{{1,3}})(?:(?:\s*,)?\s*(?:{_MARK}|\d{{1,3}}))*"
    r"(?=\s*(?:[,;|\n]|and\b|&|$))"
)


def name_of(value: Any) -> str:
    """Return the name that a text, an object or a triple `[family, given, suffix]` means; empty when none."""
    if isinstance(value, Mapping):
        return _of_object({str(key).casefold(): item for key, item in value.items()})
    if isinstance(value, list):
        family, given, suffix = ([str(part) for part in value if isinstance(part, str)] + [""] * 3)[:3]
        return _shown(" ".join(part for part in (given, family, suffix) if part))
    if not isinstance(value, str):
        return ""
    name = value.strip()
    if name.startswith("{") and name.endswith("}") and name.count("{") == name.count("}"):
        return _shown(name)  # in BibTeX one name, whatever is in it
    return _given_first(_shown(without_notes(name)))


def without_notes(text: str) -> str:
    """Return names without affiliations in brackets and without the marks of footnotes."""
    before = None
    while text != before:
        before, text = text, _BRACKETS.sub("", text)
    return _FOOTMARKS.sub("", text)


def is_inverted(text: str) -> bool:
    """Return whether `Family, Given` is one name rather than two: a half is one word, or initials."""
    halves = [half.strip() for half in text.split(",")]
    if len(halves) != 2 or not all(halves):
        return len(halves) == 3 and any(_SUFFIX.fullmatch(half) for half in halves[1:])
    family, given = halves
    if _UNSPACED.search(text):
        return False
    return len(family.split()) == 1 or len(given.split()) == 1 or family[0].islower() or in_initials(given)


def in_initials(text: str) -> bool:
    """Return whether a text is no more than the initials of a name."""
    return text.isupper() and re.fullmatch(_INITIALS, text.strip()) is not None


def is_full(text: str) -> bool:
    """Return whether a text is a whole name by itself: two words, a group of BibTeX, or of a script without spaces."""
    return len(text.split()) > 1 or text.startswith("{") or _UNSPACED.search(text) is not None


def is_degree(text: str) -> bool:
    """Return whether a text is a degree behind a name."""
    return text.replace(".", "").strip().upper() in _DEGREES


def _of_object(parts: Mapping[str, Any]) -> str:
    if isinstance(inner := parts.get("author"), Mapping | str):
        return name_of(inner)
    if isinstance(literal := parts.get(_AS_IT_IS), str):
        return _shown(literal)
    for given, family in sorted(_HALVES, key=lambda halves: halves[0] not in parts):
        if isinstance(parts.get(family), str) and parts[family].strip():
            order = (given, "dropping-particle", "non-dropping-particle", family, "suffix")
            return _shown(" ".join(parts[name] for name in order if isinstance(parts.get(name), str)))
    return next((name_of(parts[name]) for name in _WHOLE if isinstance(parts.get(name), str)), "")


def _given_first(name: str) -> str:
    halves = [half.strip() for half in name.split(",") if not is_degree(half)]
    if len(halves) == 2 and all(halves) and " and " not in name:
        return f"{halves[1]} {halves[0]}"
    if len(halves) == 3 and all(halves):
        first, second, third = halves
        return f"{third} {first} {second}" if _SUFFIX.fullmatch(second) else f"{second} {first} {third}"
    name = halves[0] if len(halves) == 1 else name.strip(" ,")
    found = _FAMILY_FIRST.fullmatch(name)
    if (
        found
        and in_initials(found["given"])
        and not _SUFFIX.fullmatch(found["given"])
        and not found["family"].isupper()
    ):
        return f"{found['given'].strip()} {found['family']}"
    return name


def _shown(text: str) -> str:
    """Return what a reader would see of a name, in one line, without the braces of BibTeX."""
    return re.sub(r"\s+", " ", re.sub(r"[{}]", "", readable(text).text)).strip()
