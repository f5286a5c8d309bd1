"""The numbers of a sentence with their units, compared by what they mean: 10K is 10,000 and thirty percent is 30%."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

SPELLED = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        range(1, 21),
        strict=True,
    )
) | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "b": 9, "billion": 9, "t": 12, "trillion": 12}
_UNITS = {
    spelling: unit
    for unit, spellings in {
        "%": "percent,per cent,percentage points,pct",
        "ns": "nanoseconds,nanosecond,ns",
        "us": "microseconds,microsecond,us,µs,μs",
        "ms": "milliseconds,millisecond,msec,ms",
        "s": "seconds,second,secs,sec,s",
        "min": "minutes,minute,mins,min",
        "h": "hours,hour,hrs,hr,h",
        "day": "days,day",
        "week": "weeks,week",
        "month": "months,month",
        "year": "years,year",
        "kb": "kilobytes,kilobyte,kb",
        "mb": "megabytes,megabyte,mb",
        "gb": "gigabytes,gigabyte,gb",
        "tb": "terabytes,terabyte,tb",
        "hz": "hertz,hz",
        "khz": "khz",
        "mhz": "mhz",
        "ghz": "ghz",
        "mm": "millimetres,millimeters,mm",
        "cm": "centimetres,centimeters,cm",
        "km": "kilometres,kilometers,km",
        "mg": "mg",
        "kg": "kg",
        "ml": "ml",
    }.items()
    for spelling in spellings.split(",")
}
_QUANTITY = re.compile(
    r"(?:(?<![\w.])(?<![A-Za-z]-)(?P<digits>\d+(?:[.,]\d+)*)|\b(?P<spelled>" + "|".join(SPELLED) + r")\b)"
    r"(?:(?P<letter>(?-i:[KMBTk]))(?!\w)|[\s-](?P<scale>thousand|million|billion|trillion)\b)?"
    r"(?:\s?(?P<percent>%)|[\s-]?(?P<unit>" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")(?<!\d[sh])\b)?",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:[<>≤≥]|\b(?:(?:less|fewer|more|greater|higher|lower|larger) than|over|under|up to|at (?:least|most)))\s*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:[-–—/,]|,?\s*(?:to|and|or|versus|vs\.?))\s*")


@dataclass(frozen=True)
class Quantity:
    """A number without its sign; `unit` is "" for none known, `before` the word in front, lower case.

    `bounds` is whether it is a bound: `more than 70%`.
    """

    value: Decimal
    unit: str
    before: str
    spelled: bool
    bounds: bool

    def is_held_by(self, other: "Quantity") -> bool:
        """Return whether `other` says this number; one may leave a unit out, but not a percent sign."""
        return self.value == other.value and (self.unit == other.unit or (not self.unit and other.unit != "%"))


@lru_cache(maxsize=20_000)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text in order, `12` of `12 to 15%` also as the 12% that it may mean."""
    found: list[Quantity] = []
    matches = list(_QUANTITY.finditer(text))
    for number, match in enumerate(matches):
        quantity = _quantity(match, text)
        if quantity is None:
            continue
        found.append(quantity)
        after = matches[number + 1] if number + 1 < len(matches) else None
        if after and not _suffix(match) and _RANGE.fullmatch(text[match.end() : after.start()]):
            power, unit = _power(after), _unit(after)
            found.append(replace(quantity, value=quantity.value.scaleb(power), unit=unit))
    return tuple(found)


@lru_cache(maxsize=20_000)
def written_out(text: str) -> str:
    """Return a text in which numbers and their units are written in one way: `1M`, `1 million` as 1000000."""

    def value(match: re.Match[str]) -> str:
        quantity = _quantity(match, text)
        return match[0] if quantity is None or _is_pronoun(quantity) else f"{quantity.value:f} {quantity.unit}"

    return _QUANTITY.sub(value, text)


def missing_quantities(sentence: str, cited: Iterable[str], titles: Iterable[str]) -> list[Quantity]:
    """Return the numbers of a sentence that no cited sentence holds.

    `one` is none, it may be a pronoun; nor is `the two` where no number is spelled out.

    A number of a title is held only beside the same word (ERNIE 2.0) or with the same unit: a title is not quoted.
    """
    held = [q for text in cited for q in quantities(text)]
    named = [q for title in titles for q in quantities(title)]
    return [
        q
        for q in _first_meanings(sentence)
        if not (_points_at_two(q) and not any(h.spelled for h in held))
        and not any(q.is_held_by(h) for h in held)
        and not any(q.is_held_by(n) and (q.before == n.before or q.unit) for n in named)
    ]


def loses_bound(sentence: str, texts: Iterable[str]) -> bool:
    """Return whether a sentence says a number outright that `texts` only bound: 70% of `more than 70%`."""
    held = [q for text in texts for q in quantities(text)]
    outright = [q for q in quantities(sentence) if not q.bounds]
    return any({h.bounds for h in held if q.is_held_by(h)} == {True} for q in outright)


def _first_meanings(text: str) -> list[Quantity]:
    """Return each number of a text once, as it is written."""
    written = [_quantity(match, text) for match in _QUANTITY.finditer(text)]
    return [q for q in written if q and not _is_pronoun(q)]


def _is_pronoun(quantity: Quantity) -> bool:
    """Return whether a number may be none: `one`."""
    return quantity.spelled and quantity.value == 1


def _points_at_two(quantity: Quantity) -> bool:
    """Return whether a number may point at what is spoken of: `the two`."""
    return quantity.spelled and quantity.value == 2 and not quantity.unit and quantity.before in ("the", "these")


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    spelled = match["spelled"]
    try:
        value = Decimal(SPELLED[spelled.lower()] if spelled else re.sub(r",(?=\d{3})", "", match["digits"]))
    except InvalidOperation:  # 3.1.2 is no number
        return None
    before = text[max(0, match.start() - 40) : match.start()]
    words = re.findall(r"[\w-]+", before)
    return Quantity(
        value.scaleb(_power(match)).normalize(),
        _unit(match),
        words[-1].lower() if words else "",
        spelled is not None,
        bool(_BOUND.search(before)),
    )


def _power(match: re.Match[str]) -> int:
    return _SCALES[(match["letter"] or match["scale"]).lower()] if match["letter"] or match["scale"] else 0


def _unit(match: re.Match[str]) -> str:
    return "%" if match["percent"] else _UNITS[match["unit"].lower()] if match["unit"] else ""


def _suffix(match: re.Match[str]) -> str:
    return "".join(part for part in (match["letter"], match["scale"], match["percent"], match["unit"]) if part)
