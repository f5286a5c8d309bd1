"""Conditions on dates of publication, found in the words of a question."""

import re

from dateutil.parser import parserinfo

from rag.collection.metadata import Condition
from rag.collection.reader.words import SINGULAR, Comparisons, any_of, between, operator_of, rule

MONTH = rf"(?:{'|'.join(name for names in parserinfo.MONTHS for name in reversed(names))})\.?"
_CENTURY = "(?:19|20)"
_YEAR = rf"{_CENTURY}\d\d"
_ISO = rf"{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?:{_ISO}\b|{MONTH} {_DAY},? {_YEAR}\b|(?:{_DAY}(?: of)? )?{MONTH},?(?: of)? {_YEAR}\b|{_YEAR}\b)"
_BEFORE: Comparisons = [
    (r"before|prior to|earlier than|older than|pre-?", "<"),
    (r"until|up to|by|till|through|no later than|<=|≤", "<="),
    (r"after|later than|newer than|more recent than|post-?", ">"),
    (r"since|starting (?:in|from|with)|>=|≥|no earlier than", ">="),
    (r"not (?:published |released )?(?:in|from)|outside(?: of)?|other than|except(?: for)?(?: in)?", "!="),
    (r"in|from|of|during|on|dated|within|for|published|out in|years?|between|is", "="),
]
_AFTER: Comparisons = [
    (r"(?:or|and) (?:later|after|newer)|onwards?|on\b|and beyond", ">="),
    (r"(?:or|and) (?:earlier|before|older)", "<="),
]
_ORDINALS = ("first", "second", "third", "fourth")


def _iso(text: str) -> str:
    """Return a written date as ISO, or as its beginning where the day or month is not said."""
    if re.fullmatch(rf"{_YEAR}(?:-\d\d)*", text):
        return text
    year, month = re.search(_YEAR, text), re.search(MONTH, text, re.IGNORECASE)
    assert year
    assert month
    day = re.search(r"\b\d{1,2}(?!\d)", text)
    return f"{year[0]}-{_month_number(month[0])}" + (f"-{int(day[0]):02}" if day else "")


def _month_number(text: str) -> str:
    """Return the number of a month, two digits."""
    return f"{parserinfo().month(text[:3]):02}"


def _part_of_year(match: re.Match[str]) -> list[Condition]:
    """Return the months of a quarter or of half a year."""
    part = int(match["q"] or _ORDINALS.index(match["nth"].lower()) + 1)
    months = 6 if match["half"] else 3
    return between("published", *(f"{match['year']}-{month:02}" for month in (months * (part - 1) + 1, months * part)))


def _compared(match: re.Match[str]) -> list[Condition]:
    dates = tuple(_iso(date) for date in re.findall(_DATE, match["dates"], re.IGNORECASE))
    return [Condition("published", operator_of(match, _BEFORE, _AFTER), dates)]


_SPAN_LEAD = r"(?:(?:published|released|appeared|from|in|during|within) )*(?:the years? )?"
_DATES = rf"(?P<dates>{_DATE}(?:(?:, (?:or |and )?| or (?:in )?| and (?:in )?){_DATE})*)"
_OR_LATER = rf"(?: ?(?P<after>{any_of(_AFTER)}))?"
DATES = [
    rule(
        rf"\b{_SPAN_LEAD}(?:between|from) ({MONTH}) (?:and|to|until|through) ({MONTH} ({_YEAR}))\b",
        lambda match: between("published", _iso(f"{match[1]} {match[3]}"), _iso(match[2])),
    ),
    rule(
        rf"\b{_SPAN_LEAD}(?:between ({_DATE}) and |({_DATE})(?: to | through | till | until | ?[-–] ?))({_DATE})",
        lambda match: between("published", _iso(match[1] or match[2]), _iso(match[3])),
    ),
    rule(
        rf"\b(?:in |from |of |during )(?:the )?({_CENTURY}\d)0s\b",
        lambda match: between("published", f"{match[1]}0", f"{match[1]}9"),
    ),
    rule(
        rf"\b(?:in |from |during )?(?:the )?(?:q(?P<q>[1-4])|(?P<nth>{'|'.join(_ORDINALS)}) (?:quarter|(?P<half>half)))"
        rf"(?: of)? (?P<year>{_YEAR})\b",
        _part_of_year,
    ),
    rule(
        rf"\b{_SPAN_LEAD}({_CENTURY})(\d\d) ?[-–/] ?(1[3-9]|[2-9]\d)\b(?!-)",  # 2021-22: there is no 22nd month
        lambda match: between("published", match[1] + match[2], match[1] + match[3]),
    ),
    rule(rf"\b(?P<before>{any_of(_BEFORE)})(?:\s+|(?<=-))(?:the )?(?:years? )?{_DATES}{_OR_LATER}", _compared),
    rule(
        rf"(?P<before>^|(?<=papers )|(?<=published )|(?<=works ))(?:year )?{_DATES}{_OR_LATER}"
        rf"(?= {SINGULAR}|\W*$| on | about )",
        _compared,
    ),
    rule(
        rf"(?P<before>\b(?<=\bmany )|(?<=\bthe )|(?<=\ball )|(?<=\bwhich )|(?<=\bof )|(?<=\bany )|(?<=\ba ))"
        rf"{_DATES}(?P<after>)(?= {SINGULAR}| date)",
        _compared,
    ),
    rule(
        rf"\b(?:in|during) ({MONTH})(?= |\W*$)(?! \d)",
        lambda match: [Condition("published", "month", (_month_number(match[1]),))],
    ),
]
