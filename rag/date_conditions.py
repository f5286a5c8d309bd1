"""Conditions on dates of publication, found in the words of a question."""

import re
from collections.abc import Iterator

from rag.condition_words import Reader, any_of, operator_of
from rag.metadata import Condition, Operator

_MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join(rf"{m[:3]}(?:{m[3:]}|t)?\.?" if len(m) > 3 else m for m in _MONTHS)
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_YEAR}-\d\d(?:-\d\d)?\b|(?:{MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTH}),? {_YEAR}\b|(?:{MONTH}),?(?: of)? {_YEAR}\b|{_YEAR}\b)"
)
_BEFORE_DATE: list[tuple[str, Operator]] = [
    (r"before|prior to|earlier than|older than|preceding|pre-?", "<"),
    (r"until|up to|by|till|through|no later than|<=|≤", "<="),
    (r"after|later than|newer than|more recent than|younger than|following|post-?|past", ">"),
    (r"since|starting (?:in|from|with)|as of|>=|≥|no earlier than", ">="),
    (r"not (?:published |released )?(?:in|from)|outside(?: of)?|other than|except(?: for)?(?: in)?", "!="),
    (r"in|from|of|during|on|dated|within|throughout|for|published|out in|year|years|between", "="),
]
_AFTER_DATE: list[tuple[str, Operator]] = [
    (r"or later|and later|or newer|onwards?|on\b|and after|or after|and newer|and beyond", ">="),
    (r"or earlier|or before|and earlier|or older|and before|and older", "<="),
]
_PAPERS = r"(?:papers?|works?|articles?|publications?|studies|preprints?|records?|entries)"


def ranges() -> Iterator[tuple[str, Reader]]:
    """Yield patterns of spans of time, each with its reader."""
    lead = r"(?:(?:published|released|appeared|from|in|during|within) )*(?:the years? )?"
    yield (
        rf"\b{lead}(?:between|from) ({MONTH}) (?:and|to|until|through) ((?:{MONTH}) ({_YEAR}))\b",
        lambda m: _from_to(f"{m[1]} {m[3]}", m[2]),
    )
    yield rf"\b{lead}between ({_DATE}) and ({_DATE})", _date_range
    yield rf"\b{lead}(?:from )?({_DATE})(?: to | through | till | until | ?[-–] ?)({_DATE})", _date_range
    yield (
        rf"\b(?:in |from |of |during )(?:the )?({_YEAR[:-4]}\d)0s\b",
        lambda m: [
            Condition("published", ">=", (m[1] + "0",)),
            Condition("published", "<=", (m[1] + "9",)),
        ],
    )

    yield (
        rf"\b(?:in |from |during )?(?:the )?(?:q([1-4])|(first|second|third|fourth) quarter)(?: of)? ({_YEAR})\b",
        _quarter,
    )
    yield rf"\b(?:in |from |during )?(?:the )?(first|second) half of ({_YEAR})\b", _half_year


def _quarter(match: re.Match[str]) -> list[Condition]:
    number = int(match[1] or ("first", "second", "third", "fourth").index(match[2].lower()) + 1)
    return [
        Condition("published", ">=", (f"{match[3]}-{3 * number - 2:02}",)),
        Condition("published", "<=", (f"{match[3]}-{3 * number:02}",)),
    ]


def _half_year(match: re.Match[str]) -> list[Condition]:
    first, last = ("01", "06") if match[1].lower() == "first" else ("07", "12")
    return [
        Condition("published", ">=", (f"{match[2]}-{first}",)),
        Condition("published", "<=", ((f"{match[2]}-{last}"),)),
    ]


def _date_range(match: re.Match[str]) -> list[Condition]:
    return _from_to(match[1], match[2])


def _from_to(first: str, last: str) -> list[Condition]:
    return [Condition("published", ">=", (iso(first),)), Condition("published", "<=", (iso(last),))]


def dates() -> Iterator[tuple[str, Reader]]:
    """Yield patterns of dates, each with its reader."""
    several = rf"(?P<dates>{_DATE}(?:(?:, (?:or |and )?| or (?:in )?| and (?:in )?){_DATE})*)"
    after = rf"(?: ?(?P<after>{any_of(_AFTER_DATE)}))?"
    yield rf"\b(?P<before>{any_of(_BEFORE_DATE)})(?:\s+|(?<=-))(?:the )?(?:years? )?{several}{after}", _of_dates
    yield (
        (
            rf"(?P<before>^|(?<=papers )|(?<=published )|(?<=works ))(?:year )?{several}{after}(?= {_PAPERS}"
            rf"|\W*$| on | about )"
        ),
        _of_dates,
    )
    yield (
        (
            rf"(?P<before>(?:^|(?<=\bmany )|(?<=\bthe )|(?<=\ball )|(?<=\bwhich )|(?<=\bof )"
            rf"|(?<=\bany ))){several}(?P<after>)(?= {_PAPERS})"
        ),
        _of_dates,
    )
    yield (
        rf"\b(?:in|during) ({MONTH})(?= |\W*$)(?! \d)",
        lambda m: [Condition("published", "month", (iso_month(m[1]),))],
    )


def _of_dates(match: re.Match[str]) -> list[Condition]:
    operator = operator_of(match["after"], _AFTER_DATE) or operator_of(match["before"], _BEFORE_DATE) or "="
    return [Condition("published", operator, tuple(iso(date) for date in re.findall(_DATE, match["dates"], re.I)))]


def iso(text: str) -> str:
    """Return a written date as ISO, or as its beginning where the day or month is not said."""
    if re.fullmatch(rf"{_YEAR}(?:-\d\d)*", text):
        return text
    year = re.search(_YEAR, text)
    day = re.search(r"\b\d{1,2}(?!\d)", text)
    month = re.search(MONTH, text, re.IGNORECASE)
    assert year
    assert month
    return f"{year[0]}-{iso_month(month[0])}" + (f"-{int(day[0]):02}" if day else "")


def iso_month(text: str) -> str:
    """Return the number of a month, two digits."""
    return f"{[m[:3] for m in _MONTHS].index(text[:3].lower()) + 1:02}"
