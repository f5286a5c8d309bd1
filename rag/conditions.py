"""Conditions on metadata, found in the words of a question: dates, numbers of authors, upvotes."""

import re
from collections.abc import Iterator

from rag.condition_words import Reader, any_of, operator_of
from rag.date_conditions import MONTH, dates, ranges
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


def take_conditions(text: str) -> tuple[tuple[Condition, ...], str]:
    """Return the conditions that a question sets on metadata, and the question without them."""
    found: list[Condition] = []
    for take in (_presence, _counts, ranges, dates):
        for pattern, read in take():
            text = _taken(text, pattern, read, found)
    return tuple(dict.fromkeys(found)), " ".join(text.split())


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
            rf"\bdated\b(?! (?:\d|on\b|in\b|from\b|before\b|after\b|(?:{MONTH})\b))"
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
                rf"{lead}(?:(?P<before>{any_of(_BEFORE_NUMBER)}) ?)?"
                rf"(?<![\w.])(?P<n>{NUMBER}) ?(?P<after>{any_of(_AFTER_NUMBER)})?"
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
                rf"|of )?(?P<before>{any_of(_BEFORE_NUMBER)}) ?(?P<n>{NUMBER})\b(?P<after>)"
            ),
            lambda m, f=field: [_count(f, m)],  # type: ignore[misc]
        )


def _count(field: MetadataField, match: re.Match[str]) -> Condition:
    operator = operator_of(match["before"], _BEFORE_NUMBER) or operator_of(match["after"], _AFTER_NUMBER) or "="
    return Condition(field, operator, (number(match["n"]),))


def _between(field: MetadataField, low: str, high: str) -> list[Condition]:
    return [Condition(field, ">=", (number(low),)), Condition(field, "<=", (number(high),))]


def number(text: str) -> int:
    """Return the value of a number in digits or words."""
    text = text.lower()
    if text in ("single", "sole", "solo"):
        return 1
    return 12 if text == "a dozen" else _WORDS.index(text) if text in _WORDS else int(text)
