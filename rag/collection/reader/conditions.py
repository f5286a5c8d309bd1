"""Conditions on metadata, found in the words of a question: what a record carries, its counts and its date."""

import re

from rag.collection.metadata import Condition, MetadataField
from rag.collection.reader.dates import DATES, MONTH
from rag.collection.reader.words import NUMBER, Comparisons, Rule, always, any_of, between, number, operator_of, rule

_FILLER = r"(?:(?:been|any|an?|the|their|its|received|known|given|publication|release) )*"
_HAVE = r"(?:(?:that|which|but) )?(?:with|having|have|has|had|got|received?|carry|carries|show|list|are|were|was|is) "
_LACK = (
    r"(?:(?:that |which )?\w+(?:n['’]?t| not) (?:\w+ )?|without |(?:\w+ )?no |lack(?:s|ing)? "
    r"|missing |unknown |never |not )"
)
_BEFORE: Comparisons = [
    (r"(?:no|not) more than|at most|up to|max(?:imum)?(?: of)?|<=|≤", "<="),
    (r"(?:no|not) (?:fewer|less) than|at least|min(?:imum)?(?: of)?|>=|≥", ">="),
    (r"more than|over|above|greater than|larger than|>", ">"),
    (r"fewer than|less than|under|below|smaller than|<", "<"),
    (r"exactly|precisely|just|only|equals?(?: to)?|=", "="),
]
_AFTER: Comparisons = [(r"(?:or|and) (?:more|above|over)|plus|\+", ">="), (r"(?:or|and) (?:fewer|less|below)", "<=")]
_LEAD = (
    r"(?:(?:that |which )?(?:with|having|have|has|had|got|received|(?:(?:co-?)?authored |written )?by|from) )?"
    r"(?:an? |the )?(?:total of )?"
)


def _presence(field: MetadataField, noun: str, known: Condition) -> list[Rule]:
    """Return the rules for what a record carries and for what it lacks."""
    return [
        rule(rf"\b{_LACK}{_FILLER}(?:{noun})\b(?: at all)?", always(Condition(field, "unknown"))),
        rule(rf"\b{_HAVE}{_FILLER}(?:{noun})\b(?! (?:of|in|is|before|after|over|above|under))", always(known)),
    ]


def _counts(field: MetadataField, noun: str, name: str) -> list[Rule]:
    """Return the rules for a field by what is counted, e.g. `upvotes`, and by its name, e.g. `upvote count`."""

    def spanned(match: re.Match[str]) -> list[Condition]:
        return between(field, number(match[1]), number(match[2]))

    def compared(match: re.Match[str]) -> list[Condition]:
        return [Condition(field, operator_of(match, _BEFORE, _AFTER), (number(match["n"]),))]

    return [
        rule(rf"{_LEAD}\bbetween ({NUMBER}) and ({NUMBER}) {noun}\b", spanned),
        rule(rf"{_LEAD}\b({NUMBER})(?: to | ?[-–] ?)({NUMBER}) {noun}\b", spanned),
        rule(
            rf"{_LEAD}\b({NUMBER}) or ({NUMBER}) {noun}\b",
            lambda match: [Condition(field, "=", (number(match[1]), number(match[2])))],
        ),
        rule(
            rf"{_LEAD}(?:(?P<before>{any_of(_BEFORE)}) ?)?(?<![\w.])(?P<n>{NUMBER}) ?(?P<after>{any_of(_AFTER)})?"
            rf"[ -]?(?:different |named |listed )?{noun}\b(?! each)",
            compared,
        ),
        rule(
            rf"(?:whose |(?:with|have) (?:an? )?)?{name} (?:is |are |of )?"
            rf"(?P<before>{any_of(_BEFORE)}) ?(?P<n>{NUMBER})\b(?P<after>)",
            compared,
        ),
    ]


_DATED, _UPVOTED = Condition("published", "known"), Condition("upvotes", ">=", (1,))
_RULES = [
    *_presence("published", r"(?:publication |release )?dates?(?: of publication)?", _DATED),
    *_presence("author_count", r"author counts?|(?:number|count) of authors", Condition("author_count", "known")),
    *_presence("upvotes", r"up-?votes?|up-?voted", _UPVOTED),
    rule(r"\bundated\b|\bdates? (?:is |are )?(?:unknown|missing)\b", always(Condition("published", "unknown"))),
    rule(rf"(?<!recently )\bdated\b(?! (?:\d|on\b|in\b|from\b|before\b|after\b|{MONTH}))", always(_DATED)),
    rule(r"\bknown (?:publication )?dates?\b", always(_DATED)),
    rule(r"(?<!most )(?<!least )(?<!highest )(?<!most-)\bup-?voted (?=papers|works|articles|ones)", always(_UPVOTED)),
    *_counts(
        "author_count",
        r"(?:co-?)?(?:author(?:s|ed)?|writers?|people|persons?|researchers?)",
        r"(?:author count|number of authors|authors)",
    ),
    *_counts("upvotes", r"(?:up-?votes?|votes?|likes?)", r"(?:number of upvotes|upvote count|upvotes)"),
    *DATES,
]


def take_conditions(text: str) -> tuple[tuple[Condition, ...], str]:
    """Return the conditions that a question sets on metadata, and the question without them."""
    found: list[Condition] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            found.extend(read(match))
        text = pattern.sub(" ", text)
    return tuple(dict.fromkeys(found)), " ".join(text.split())
