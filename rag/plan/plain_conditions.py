"""Conditions on dates and counts, taken out of a question without a language model."""

import re
from collections.abc import Iterator

from dateutil.parser import parserinfo

from rag.plan.plan import Counted, Is, Where, WhereField
from rag.text.number_words import NUMBER_WORDS

_MONTHS = "|".join(name for names in parserinfo.MONTHS for name in names)
_DATE = (
    rf"(?:(?P<iso%(n)s>\d{{4}}-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?![\d-])"
    rf"|(?:(?P<month%(n)s>{_MONTHS})\.? (?:(?P<day%(n)s>\d{{1,2}}),? )?)?(?P<year%(n)s>(?:19|20)\d\d)(?![\d-]))"
)
_SPAN = re.compile(
    rf"\b(?:published |dated )?(?:between|from) {_DATE % {'n': 1}} (?:and|to|until) {_DATE % {'n': 2}}", re.IGNORECASE
)
_DATED = re.compile(
    r"\b(?:(?:that |which )?(?:were |was |are )?(?:published|dated|came out|appeared) )?"
    rf"(?P<how>before|after|since|until|from|in|of|on|during|by) {_DATE % {'n': 1}}",
    re.IGNORECASE,
)
_COMPARED: dict[str, Is] = {
    "before": "<", "after": ">", "since": ">=", "until": "<=", "by": "<=",
    "more than": ">", "over": ">", "at least": ">=", "fewer than": "<", "less than": "<", "under": "<", "at most": "<=",
    "or more": ">=", "or fewer": "<=", "or less": "<=", "+": ">=",
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,5}}|single|{'|'.join(NUMBER_WORDS)})"
_COUNTED = re.compile(
    r"(?:\b(?:that |which )?(?:with|have|has|having|by|got) )?"
    rf"\b(?:(?P<before>more than|over|at least|fewer than|less than|under|at most|exactly) )?{_NUMBER}"
    r"(?: ?(?P<after>or more|or fewer|or less|\+))?[ -](?:(?P<authors>authors?)|upvotes?)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:\b(?:with|have|has|having) )?\bbetween (?P<least>\d{1,5}) and (?P<most>\d{1,5}) "
    r"(?:(?P<authors>authors)|upvotes)\b",
    re.IGNORECASE,
)
_LACKING = re.compile(
    r"\b(?:without|(?:that |which )?(?:have|has|with|carry|carries) no) (?:an? |any )?(?:publication )?"
    r"(?:(?P<date>dates?)|(?P<authors>authors|number of authors)|(?P<venue>venue|journal)|upvotes)\b",
    re.IGNORECASE,
)


def take_conditions(text: str) -> tuple[tuple[Where, ...], str]:
    """Return the conditions that a question sets on dates and counts, and the question without their words."""
    where: list[Where] = []
    for pattern, read in _READERS:
        for found in pattern.finditer(text):
            where += read(found)
        text = pattern.sub(" ", text)
    return tuple(where), " ".join(text.split())


def _span(found: re.Match[str]) -> Iterator[Where]:
    yield Where("date", ">=", _date(found, 1))
    yield Where("date", "<=", _date(found, 2))


def _dated(found: re.Match[str]) -> Iterator[Where]:
    yield Where("date", _COMPARED.get(found["how"].lower(), "="), _date(found, 1))


def _date(found: re.Match[str], place: int) -> str:
    """Return a date as the beginning of an ISO date, as far as it is said."""
    iso, year, month, day = (found[f"{part}{place}"] for part in ("iso", "year", "month", "day"))
    number = parserinfo().month(month) if month else None
    return iso or "-".join([year, *([f"{number:02d}"] if number else []), *([f"{int(day):02d}"] if day else [])])


def _counted(found: re.Match[str]) -> Iterator[Where]:
    number = found["number"].lower()
    value = 1 if number == "single" else NUMBER_WORDS.get(number) or int(number)
    said = (found["after"] or found["before"] or "").lower()
    of: Counted = "author_count" if found["authors"] else "upvotes"
    yield Where(of, _COMPARED.get(said, "="), str(value))


def _between(found: re.Match[str]) -> Iterator[Where]:
    of: Counted = "author_count" if found["authors"] else "upvotes"
    yield Where(of, ">=", found["least"])
    yield Where(of, "<=", found["most"])


def _lacking(found: re.Match[str]) -> Iterator[Where]:
    fields: dict[WhereField, str | None] = {
        "date": found["date"], "author_count": found["authors"], "venue": found["venue"],
    }  # fmt: skip
    yield Where(next((field for field, said in fields.items() if said), "upvotes"), "unknown")


_READERS = (
    (_SPAN, _span), (_DATED, _dated), (_BETWEEN, _between), (_COUNTED, _counted), (_LACKING, _lacking)
)  # fmt: skip
