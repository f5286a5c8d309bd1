"""Conditions on dates of publication, found in the words of a question."""

import re

from rag.collection.condition import Condition, span
from rag.collection.metadata import MONTHS
from rag.collection.reader.slots.rules import Comparisons, any_of, operator_of, rule

MONTH = "|".join(rf"{m[:3]}(?:{m[3:]}|t)?\.?" if len(m) > 3 else m for m in MONTHS)
_CENTURY = "(?:19|20)"
_YEAR = rf"{_CENTURY}\d\d"
_ISO = rf"{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
_DATE = (
    rf"(?:{_ISO}\b|(?:{MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTH}),? {_YEAR}\b|(?:{MONTH}),?(?: of)? {_YEAR}\b|{_YEAR}\b)"
)
_BEFORE: Comparisons = [
    (r"before|prior to|earlier than|older than|preceding|pre-?", "<"),
    (r"until|up to|by|till|through|no later than|<=|≤", "<="),
    (r"after|later than|newer than|more recent than|younger than|following|post-?|past", ">"),
    (r"since|starting (?:in|from|with)|as of|>=|≥|no earlier than", ">="),
    (r"not (?:published |released )?(?:in|from)|outside(?: of)?|other than|except(?: for)?(?: in)?", "!="),
    (r"in|from|of|during|on|dated|within|throughout|for|published|out in|year|years|between", "="),
]
_AFTER: Comparisons = [
    (r"or later|and later|or newer|onwards?|on\b|and after|or after|and newer|and beyond", ">="),
    (r"or earlier|or before|and earlier|or older|and before|and older", "<="),
]


def _quarter(match: re.Match[str]) -> list[Condition]:
    number = int(match[1] or ("first", "second", "third", "fourth").index(match[2].lower()) + 1)
    return span("published", f"{match[3]}-{3 * number - 2:02}", f"{match[3]}-{3 * number:02}")


def _half_year(match: re.Match[str]) -> list[Condition]:
    first, last = ("01", "06") if match[1].lower() == "first" else ("07", "12")
    return span("published", f"{match[2]}-{first}", f"{match[2]}-{last}")


def _from_to(first: str, last: str) -> list[Condition]:
    return span("published", _iso(first), _iso(last))


def _iso(text: str) -> str:
    """Return a written date as ISO, or as its beginning where the day or month is not said."""
    if re.fullmatch(rf"{_YEAR}(?:-\d\d)*", text):
        return text
    year = re.search(_YEAR, text)
    day = re.search(r"\b\d{1,2}(?!\d)", text)
    month = re.search(MONTH, text, re.IGNORECASE)
    assert year
    assert month
    return f"{year[0]}-{_month_number(month[0])}" + (f"-{int(day[0]):02}" if day else "")


def _month_number(text: str) -> str:
    """Return the number of a month, two digits."""
    return f"{[month[:3] for month in MONTHS].index(text[:3].capitalize()) + 1:02}"


def _compared(match: re.Match[str]) -> list[Condition]:
    operator = operator_of(match["after"], _AFTER) or operator_of(match["before"], _BEFORE) or "="
    return [Condition("published", operator, tuple(_iso(date) for date in re.findall(_DATE, match["dates"], re.I)))]


_IN = r"(?:in |from |during )?(?:the )?"
_SPAN_LEAD = r"(?:(?:published|released|appeared|from|in|during|within) )*(?:the years? )?"
SPANS = [
    rule(
        rf"\b{_SPAN_LEAD}(?:between|from) ({MONTH}) (?:and|to|until|through) ((?:{MONTH}) ({_YEAR}))\b",
        lambda match: _from_to(f"{match[1]} {match[3]}", match[2]),
    ),
    rule(rf"\b{_SPAN_LEAD}between ({_DATE}) and ({_DATE})", lambda match: _from_to(match[1], match[2])),
    rule(
        rf"\b{_SPAN_LEAD}(?:from )?({_DATE})(?: to | through | till | until | ?[-–] ?)({_DATE})",
        lambda match: _from_to(match[1], match[2]),
    ),
    rule(
        rf"\b(?:in |from |of |during )(?:the )?({_CENTURY}\d)0s\b",
        lambda match: span("published", f"{match[1]}0", f"{match[1]}9"),
    ),
    rule(rf"\b{_IN}(?:q([1-4])|(first|second|third|fourth) quarter)(?: of)? ({_YEAR})\b", _quarter),
    rule(
        rf"\b{_SPAN_LEAD}({_CENTURY})(\d\d) ?[-–/] ?(1[3-9]|[2-9]\d)\b(?!-)",  # 2021-22: there is no 22nd month
        lambda match: span("published", match[1] + match[2], match[1] + match[3]),
    ),
    rule(rf"\b{_IN}(first|second) half of ({_YEAR})\b", _half_year),
]

_PAPERS = r"(?:papers?|works?|articles?|publications?|studies|preprints?|records?|entries)"
_DATES = rf"(?P<dates>{_DATE}(?:(?:, (?:or |and )?| or (?:in )?| and (?:in )?){_DATE})*)"
_OR_LATER = rf"(?: ?(?P<after>{any_of(_AFTER)}))?"
DATES = [
    rule(
        r"(?<!n't )(?<!not )\b(?:(?:that|which) )?(?:with|carry|carries|bears?|ha(?:s|ve)) an? (?P<before>)"
        rf"(?P<dates>{_DATE}) date\b(?P<after>)",
        _compared,
    ),
    rule(
        r"\bwhose (?:publication |release )?date (?:is|was|falls|lies)(?P<before>)(?: in| on)? (?:the year )?"
        rf"{_DATES}{_OR_LATER}",
        _compared,
    ),
    rule(rf"\b(?P<before>{any_of(_BEFORE)})(?:\s+|(?<=-))(?:the )?(?:years? )?{_DATES}{_OR_LATER}", _compared),
    rule(
        r"(?P<before>^|(?<=papers )|(?<=published )|(?<=works ))(?:year )?"
        rf"{_DATES}{_OR_LATER}(?= {_PAPERS}|\W*$| on | about )",
        _compared,
    ),
    rule(
        r"(?P<before>(?:^|(?<=\bmany )|(?<=\bthe )|(?<=\ball )|(?<=\bwhich )|(?<=\bof )|(?<=\bany )))"
        rf"{_DATES}(?P<after>)(?= {_PAPERS})",
        _compared,
    ),
    rule(
        rf"\b(?:in|during) ({MONTH})(?= |\W*$)(?! \d)",
        lambda match: [Condition("published", "month", (_month_number(match[1]),))],
    ),
]
