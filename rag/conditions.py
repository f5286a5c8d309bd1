"""Conditions on metadata, found in the words of a question: dates, numbers of authors, upvotes."""

import re
from collections.abc import Callable, Iterator

from rag.metadata import Condition, MetadataField, Operator

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
NUMBER = rf"(?:\d{{1,5}}|a dozen|{'|'.join(_WORDS)}|single|sole|solo)"
_NOUNS: dict[MetadataField, str] = {
    "author_count": r"(?:co-?)?(?:authors?|writers?|people|persons?|researchers?|contributors?)",
    "upvotes": r"(?:up-?votes?|votes?|likes?)",
}
_BEFORE_NUMBER: list[tuple[str, Operator]] = [
    (r"no more than|not more than|at most|up to|max(?:imum)?(?: of)?|<=|≤", "<="),
    (r"no fewer than|no less than|not less than|not fewer than|at least|min(?:imum)?(?: of)?|>=|≥", ">="),
    (r"more than|over|above|greater than|larger than|exceeds?|exceeding|>", ">"),
    (r"fewer than|less than|under|below|smaller than|<", "<"),
    (r"exactly|precisely|just|only|equals?(?: to)?|=", "="),
]
_AFTER_NUMBER: list[tuple[str, Operator]] = [
    (r"or more|or above|and more|and above|or over|plus|\+", ">="),
    (r"or fewer|or less|and fewer|or below", "<="),
]
_HAVE = (
    r"(?:that |which )?(?:(?:but|with|having|have|has|had|got|get|gets|received|receive|earned"
    r"|collected|carry|carries|show|include|list|give|are|were|was|is) )"
)
_FILLER = (
    r"(?:(?:been |any |some |an? |the |their |its |received |known |given |stated |recorded |actual "
    r"|publication |release |submission )*)"
)
_NEGATIVE = (
    r"(?:(?:that |which )?(?:do not|don'?t|does not|doesn'?t|did not|didn'?t|have not|haven'?t"
    r"|has not|hasn'?t) (?:\w+ )?|without |with no |(?:have|has|had|having|got|received|carry"
    r"|carries) (?:no|zero) |no |lack(?:s|ing)? |missing |never |not )"
)

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(rf"{m[:3]}(?:{m[3:]}|t)?\.?" if len(m) > 3 else m for m in _MONTHS)
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_YEAR}-\d\d(?:-\d\d)?\b|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH}),? {_YEAR}\b|(?:{_MONTH}),?(?: of)? {_YEAR}\b|{_YEAR}\b)"
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


def _any(pairs: list[tuple[str, Operator]]) -> str:
    return "|".join(pattern for pattern, _ in pairs)


def _operator(text: str | None, pairs: list[tuple[str, Operator]]) -> Operator | None:
    return next((op for pattern, op in pairs if text and re.fullmatch(pattern, text.strip(), re.IGNORECASE)), None)


def take_conditions(text: str) -> tuple[tuple[Condition, ...], str]:
    """Return the conditions that a question sets on metadata, and the question without them."""
    found: list[Condition] = []
    for take in (_presence, _counts, _ranges, _dates):
        for pattern, read in take():
            text = _taken(text, pattern, read, found)
    return tuple(dict.fromkeys(found)), " ".join(text.split())


Reader = Callable[[re.Match[str]], list[Condition]]


def _taken(text: str, pattern: str, read: Reader, found: list[Condition]) -> str:
    def replace(match: re.Match[str]) -> str:
        conditions = read(match)
        found.extend(conditions)
        return " " if conditions else match[0]

    return re.sub(pattern, replace, text, flags=re.IGNORECASE)


def _presence() -> Iterator[tuple[str, Reader]]:
    date = r"(?:publication |release )?dates?(?: of publication)?"
    count = r"(?:author counts?|(?:number|count) of authors)"
    votes = r"up-?votes?|up-?voted"
    for noun, field in ((date, "published"), (count, "author_count"), (votes, "upvotes")):
        known, unknown = Condition(field, "known"), Condition(field, "unknown")  # type: ignore[arg-type]
        if field == "upvotes":
            known = Condition("upvotes", ">=", (1,))
        yield rf"\b{_NEGATIVE}{_FILLER}(?:{noun})\b(?: at all)?", lambda _, c=unknown: [c]  # type: ignore[misc]
        yield rf"\b{_HAVE}{_FILLER}(?:{noun})\b(?! (?:of|in|is|before|after|over|above|under))", lambda _, c=known: [c]  # type: ignore[misc]
    yield (
        (
            r"\bundated\b|\b(?:date is |dates are )?(?:unknown|missing) (?:date|dates)\b|\bdates? (?:is "
            r"|are )?(?:unknown|missing)\b"
        ),
        lambda _: [Condition(("published"), ("unknown"))],
    )
    yield (
        (
            rf"\bdated\b(?! (?:\d|on\b|in\b|from\b|before\b|after\b|(?:{_MONTH})\b))"
            rf"|\bknown (?:publication )?dates?\b"
        ),
        lambda _: [Condition(("published"), ("known"))],
    )
    yield (
        r"(?<!most )(?<!least )(?<!highest )(?<!most-)\bup-?voted (?=papers|works|articles|ones)",
        lambda _: [Condition(("upvotes"), (">="), (1,))],
    )


def _counts() -> Iterator[tuple[str, Reader]]:
    yield (
        (
            r"\b(?:single|sole|solo|lone)[- ]author(?:ed|s)?\b|\bby (?:a|one) (?:single|sole|lone) (?:author"
            r"|person|researcher)\b|\bjust one author\b"
        ),
        lambda _: [Condition(("author_count"), ("="), (1,))],
    )
    yield rf"\b({NUMBER})-author(?:ed)?\b", lambda m: [Condition("author_count", "=", (number(m[1]),))]
    for field, noun in _NOUNS.items():
        lead = (
            r"(?:(?:that |which )?(?:with|having|have|has|had|got|received|written by|authored by"
            r"|co-?authored by|by|from) )?(?:an? |the )?(?:total of )?"
        )
        yield rf"{lead}\bbetween ({NUMBER}) and ({NUMBER}) {noun}\b", lambda m, f=field: _between(f, m[1], m[2])  # type: ignore[misc]
        yield rf"{lead}\b({NUMBER})(?: to | ?[-–] ?)({NUMBER}) {noun}\b", lambda m, f=field: _between(f, m[1], m[2])  # type: ignore[misc]
        either = rf"{lead}\b({NUMBER}) or ({NUMBER}) {noun}\b"
        yield either, lambda m, f=field: [Condition(f, "=", (number(m[1]), number(m[2])))]  # type: ignore[misc]
        yield (
            (
                rf"{lead}(?:(?P<before>{_any(_BEFORE_NUMBER)}) ?)?"
                rf"(?<![\w.])(?P<n>{NUMBER}) ?(?P<after>{_any(_AFTER_NUMBER)})?"
                rf" ?(?:different |named |listed )?{noun}\b(?! each)"
            ),
            lambda m, f=field: [_count(f, m)],  # type: ignore[misc]
        )
        name = (
            r"(?:author count|number of authors|authors)"
            if field == "author_count"
            else (r"(?:number of upvotes|upvote count|upvotes)")
        )
        yield (
            (
                rf"(?:whose |with (?:an? )?|have (?:an? )?)?{name} (?:is |are "
                rf"|of )?(?P<before>{_any(_BEFORE_NUMBER)}) ?(?P<n>{NUMBER})\b(?P<after>)"
            ),
            lambda m, f=field: [_count(f, m)],  # type: ignore[misc]
        )


def _count(field: MetadataField, match: re.Match[str]) -> Condition:
    operator = _operator(match["before"], _BEFORE_NUMBER) or _operator(match["after"], _AFTER_NUMBER) or "="
    return Condition(field, operator, (number(match["n"]),))


def _between(field: MetadataField, low: str, high: str) -> list[Condition]:
    return [Condition(field, ">=", (number(low),)), Condition(field, "<=", (number(high),))]


def number(text: str) -> int:
    """Return the value of a number in digits or words."""
    text = text.lower()
    if text in ("single", "sole", "solo"):
        return 1
    return 12 if text == "a dozen" else _WORDS.index(text) if text in _WORDS else int(text)


def _ranges() -> Iterator[tuple[str, Reader]]:
    lead = r"(?:(?:published|released|appeared|from|in|during|within) )*(?:the years? )?"
    yield rf"\b{lead}between ({_DATE}) and ({_DATE})", _date_range
    yield rf"\b{lead}(?:from )?({_DATE})(?: to | through | till | until | ?[-–] ?)({_DATE})", _date_range
    yield (
        rf"\b(?:in |from |of |during )(?:the )?({_YEAR[:-4]}\d)0s\b",
        lambda m: [
            Condition("published", ">=", (m[1] + "0",)),
            Condition("published", "<=", (m[1] + "9",)),
        ],
    )

    yield rf"\b(?:in |from |during )?(?:the )?(first|second) half of ({_YEAR})\b", _half_year


def _half_year(match: re.Match[str]) -> list[Condition]:
    first, last = ("01", "06") if match[1].lower() == "first" else ("07", "12")
    return [
        Condition("published", ">=", (f"{match[2]}-{first}",)),
        Condition("published", "<=", ((f"{match[2]}-{last}"),)),
    ]


def _date_range(match: re.Match[str]) -> list[Condition]:
    return [Condition("published", ">=", (iso(match[1]),)), Condition("published", "<=", (iso(match[2]),))]


def _dates() -> Iterator[tuple[str, Reader]]:
    several = rf"(?P<dates>{_DATE}(?:(?:, (?:or |and )?| or (?:in )?| and (?:in )?){_DATE})*)"
    after = rf"(?: ?(?P<after>{_any(_AFTER_DATE)}))?"
    yield rf"\b(?P<before>{_any(_BEFORE_DATE)})(?:\s+|(?<=-))(?:the )?(?:years? )?{several}{after}", _of_dates
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
        rf"\b(?:in|during) ({_MONTH})(?= |\W*$)(?! \d)",
        lambda m: [Condition("published", "month", (iso_month(m[1]),))],
    )


def _of_dates(match: re.Match[str]) -> list[Condition]:
    operator = _operator(match["after"], _AFTER_DATE) or _operator(match["before"], _BEFORE_DATE) or "="
    return [Condition("published", operator, tuple(iso(date) for date in re.findall(_DATE, match["dates"], re.I)))]


def iso(text: str) -> str:
    """Return a written date as ISO, or as its beginning where the day or month is not said."""
    if re.fullmatch(rf"{_YEAR}(?:-\d\d)*", text):
        return text
    year = re.search(_YEAR, text)
    day = re.search(r"\b\d{1,2}(?!\d)", text)
    month = re.search(_MONTH, text, re.IGNORECASE)
    assert year
    assert month
    return f"{year[0]}-{iso_month(month[0])}" + (f"-{int(day[0]):02}" if day else "")


def iso_month(text: str) -> str:
    """Return the number of a month, two digits."""
    return f"{[m[:3] for m in _MONTHS].index(text[:3].lower()) + 1:02}"
