"""Conditions on numbers of authors and upvotes, found in the words of a question."""

import re

from rag.collection.condition import Condition, span
from rag.collection.metadata import MetadataField
from rag.collection.reader.slots.numbers import NUMBER, number
from rag.collection.reader.slots.rules import Comparisons, Rule, always, any_of, operator_of, rule

_BEFORE: Comparisons = [
    (r"no more than|not more than|at most|up to|max(?:imum)?(?: of)?|<=|≤", "<="),
    (r"no fewer than|no less than|not less than|not fewer than|at least|min(?:imum)?(?: of)?|>=|≥", ">="),
    (r"more than|over|above|greater than|larger than|exceeds?|exceeding|>", ">"),
    (r"fewer than|less than|under|below|smaller than|<", "<"),
    (r"exactly|precisely|just|only|equals?(?: to)?|=", "="),
]
_AFTER: Comparisons = [
    (r"or more|or above|and more|and above|or over|plus|\+", ">="),
    (r"or fewer|or less|and fewer|or below", "<="),
]
_LEAD = (
    r"(?:(?:that |which )?(?:with|having|have|has|had|got|received|written by|authored by|co-?authored by|by|from) )?"
    r"(?:an? |the )?(?:total of )?"
)


def _counts(field: MetadataField, noun: str, name: str) -> list[Rule]:
    """Return the rules for a field by what is counted, e.g. `upvotes`, and by its name, e.g. `upvote count`."""

    def between(match: re.Match[str]) -> list[Condition]:
        return span(field, number(match[1]), number(match[2]))

    def compared(match: re.Match[str]) -> list[Condition]:
        operator = operator_of(match["before"], _BEFORE) or operator_of(match["after"], _AFTER) or "="
        return [Condition(field, operator, (number(match["n"]),))]

    return [
        rule(rf"{_LEAD}\bbetween ({NUMBER}) and ({NUMBER}) {noun}\b", between),
        rule(rf"{_LEAD}\b({NUMBER})(?: to | ?[-–] ?)({NUMBER}) {noun}\b", between),
        rule(
            rf"{_LEAD}\b({NUMBER}) or ({NUMBER}) {noun}\b",
            lambda match: [Condition(field, "=", (number(match[1]), number(match[2])))],
        ),
        rule(
            rf"{_LEAD}(?:(?P<before>{any_of(_BEFORE)}) ?)?(?<![\w.])(?P<n>{NUMBER}) ?(?P<after>{any_of(_AFTER)})?"
            rf" ?(?:different |named |listed )?{noun}\b(?! each)",
            compared,
        ),
        rule(
            rf"(?:whose |with (?:an? )?|have (?:an? )?)?{name} (?:is |are |of )?"
            rf"(?P<before>{any_of(_BEFORE)}) ?(?P<n>{NUMBER})\b(?P<after>)",
            compared,
        ),
    ]


COUNTS = [
    rule(
        r"\b(?:single|sole|solo|lone)[- ]author(?:ed|s)?\b"
        r"|\bby (?:a|one) (?:single|sole|lone) (?:author|person|researcher)\b|\bjust one author\b",
        always(Condition("author_count", "=", (1,))),
    ),
    rule(rf"\b({NUMBER})-author(?:ed)?\b", lambda match: [Condition("author_count", "=", (number(match[1]),))]),
    *_counts(
        "author_count",
        r"(?:co-?)?(?:authors?|writers?|people|persons?|researchers?|contributors?)",
        r"(?:author count|number of authors|authors)",
    ),
    *_counts("upvotes", r"(?:up-?votes?|votes?|likes?)", r"(?:number of upvotes|upvote count|upvotes)"),
]
