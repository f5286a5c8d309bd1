"""The date of a record as far as it is known: `2021`, `2021-05` or `2021-05-03`.

What is not sure is left out and said: `03/05/2021` is in May or in March, so that the year alone is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

FIRST_YEAR = 1500
_EXPECTED = "expected a date such as 2022-09-07, 2022-09, 2022 or Sep 7, 2022"
_MILLISECONDS = 10**11  # a number above it counts milliseconds since 1970, as OpenReview's do

_MONTHS = "january february march april may june july august september october november december".split()
_YEAR = r"(?P<year>\d{4})(?:\.0+)?"
_MONTH = r"(?P<name>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TIME = r"(?:(?:[t,]|\s)\s*\d{1,2}:\d\d.*)?"
# Read one after another, in lower case.
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_YEAR}[-/]*",
        rf"(?P<year>\d{{4}})[-/. ](?P<month>\d{{1,2}})(?:[-/. ](?P<day>\d{{1,2}}))?(?:/.*|{_TIME})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<year>\d{{4}})[-/. ,]+{_MONTH}(?:[-/. ,]+{_DAY})?{_TIME}",
        rf"(?:[a-z]{{3,9}}, *)?{_DAY}[-/. ]+(?:of )?{_MONTH}[-/. ,]+(?P<year>\d{{4}}){_TIME}",
        rf"{_MONTH}(?:[-/. ]+{_DAY})?[-/. ,]+(?P<year>\d{{4}}){_TIME}",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
    )
)
_TWO_ORDERS = re.compile(rf"(?P<first>\d{{1,2}})[-/.](?P<second>\d{{1,2}})[-/.](?P<year>\d{{4}}){_TIME}", re.ASCII)
_ANY_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)", re.ASCII)
_NO_DATE = ("", "nan", "nat", "none", "null", "n/a", "n.d.", "0")


@dataclass(frozen=True)
class Published:
    """A date, or its beginning; None when there is none. `left_out` says what was not understood, empty if nothing."""

    date: str | None = None
    left_out: str = ""


def published_of(value: Any) -> Published:
    """Return the date that a text, a number, a list `[2021, 5, 3]` or an object with `date-parts` means."""
    if isinstance(value, Mapping):
        value = _of_object(value)
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, list):
        year, month, day = (_number(part) for part in [*value, None, None, None][:3])
        return _known(year, month, day, shown=value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _of_text(str(value).strip())
    return Published() if value is None else _none(value)


def _of_object(value: Mapping[str, Any]) -> Any:
    for name in ("date-parts", "date-time", "raw", "literal", "date"):
        if value.get(name):
            return value[name]
    parts = [str(value[name]) for name in ("year", "month", "day") if value.get(name)]
    return "-".join(parts) or (None if not any(value.values()) else str(dict(value)))


def _of_text(text: str) -> Published:
    if text.casefold() in _NO_DATE:
        return Published()
    if re.fullmatch(r"\d{12,14}(?:\.0)?", text, re.ASCII) and float(text) > _MILLISECONDS:
        day = datetime.fromtimestamp(float(text) / 1000, UTC)
        return _known(day.year, day.month, day.day, text)
    for form in _FORMS:
        if (found := form.fullmatch(text.lower())) and (month := _month(found.groupdict())) is not None:
            return _known(int(found["year"]), month, _number(found.groupdict().get("day")), shown=text)
    if found := _TWO_ORDERS.fullmatch(text.lower()):
        return _of_two_orders(int(found["first"]), int(found["second"]), int(found["year"]), text)
    years = set(_ANY_YEAR.findall(text))
    return _known(int(years.pop()), None, None, text, _EXPECTED) if len(years) == 1 else _none(text)


def _of_two_orders(first: int, second: int, year: int, text: str) -> Published:
    if first > 12 or first == second:
        return _known(year, second, first, text)
    if second > 12:
        return _known(year, first, second, text)
    return _known(year, None, None, text, "day and month may stand in either order")


def _month(parts: Mapping[str, str | None]) -> int | None:
    """Return the number of the month of a form, 0 if it has none; None when what stands there is no month."""
    if not (name := parts.get("name")):
        return int(parts.get("month") or 0)
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name) or name == "sept" and n == 9), None)


def _known(year: int | None, month: int | None, day: int | None, shown: Any, left_out: str = "") -> Published:
    """Return as much of a date as a calendar has."""
    if year is None or not FIRST_YEAR <= year <= date.today().year + 1:
        return _none(shown) if year is not None or any((month, day)) else Published()
    if not month:
        return Published(f"{year}", left_out and _said(shown, f"{left_out}; {year} is kept"))
    try:
        known = date(year, month, day or 1).isoformat()
    except ValueError:
        rest = _known(year, month if 1 <= month <= 12 else None, None, shown)
        return Published(rest.date, _said(shown, f"a day of no calendar; {rest.date} is kept"))
    return Published(known if day else known[:7])


def _number(value: Any) -> int | None:
    text = str(value).strip().removesuffix(".0")
    if not text.isdecimal():
        text = str(_MONTHS.index(text.lower()) + 1) if text.lower() in _MONTHS else ""
    return int(text) if 0 < len(text) <= 4 else None


def _none(shown: Any) -> Published:
    return Published(None, _said(shown, f"{_EXPECTED}, in the years {FIRST_YEAR} to next year; left out"))


def _said(shown: Any, why: str) -> str:
    text = str(shown)
    return f"published is {text[:60]!r}{'…' if len(text) > 60 else ''}: {why}"
