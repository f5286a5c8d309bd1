"""Conditions on metadata, found in the words of a question: what a record carries, its counts and its date."""

from rag.collection.condition import Condition
from rag.collection.metadata import MetadataField
from rag.collection.reader.slots.counts import COUNTS
from rag.collection.reader.slots.dates import DATES, MONTH, SPANS
from rag.collection.reader.slots.rules import Rule, always, rule

_FILLER = (
    r"(?:(?:been |any |some |an? |the |their |its |received |known |given |stated |recorded |actual "
    r"|publication |release |submission )*)"
)
_HAVE = (
    r"(?:that |which )?(?:(?:but|with|having|have|has|had|got|get|gets|received|receive|earned|collected|carry"
    r"|carries|bear|bears|show|include|list|give|are|were|was|is) )"
)
_NEGATIVE = (
    r"(?:(?:that |which )?(?:do not|don'?t|does not|doesn'?t|did not|didn'?t|have not|haven'?t|has not|hasn'?t) "
    r"(?:\w+ )?|without |with no |(?:have|has|had|having|got|received|carry|carries) (?:no|zero) |no "
    r"|lack(?:s|ing)? |missing |never |not )"
)


def _presence(field: MetadataField, noun: str, known: Condition) -> list[Rule]:
    """Return the rules for what a record carries and for what it lacks."""
    return [
        rule(rf"\b{_NEGATIVE}{_FILLER}(?:{noun})\b(?: at all)?", always(Condition(field, "unknown"))),
        rule(rf"\b{_HAVE}{_FILLER}(?:{noun})\b(?! (?:of|in|is|before|after|over|above|under))", always(known)),
    ]


_DATED, _UPVOTED = Condition("published", "known"), Condition("upvotes", ">=", (1,))
_PRESENCE = [
    *_presence("published", r"(?:publication |release )?dates?(?: of publication)?", _DATED),
    *_presence("author_count", r"(?:author counts?|(?:number|count) of authors)", Condition("author_count", "known")),
    *_presence("upvotes", r"up-?votes?|up-?voted", _UPVOTED),
    rule(
        r"\bundated\b|\b(?:date is |dates are )?(?:unknown|missing) (?:date|dates)\b"
        r"|\bdates? (?:is |are )?(?:unknown|missing)\b",
        always(Condition("published", "unknown")),
    ),
    rule(
        rf"(?<!recently )\bdated\b(?! (?:\d|on\b|in\b|from\b|before\b|after\b|(?:{MONTH})\b))"
        r"|\bknown (?:publication )?dates?\b",
        always(_DATED),
    ),
    rule(r"(?<!most )(?<!least )(?<!highest )(?<!most-)\bup-?voted (?=papers|works|articles|ones)", always(_UPVOTED)),
]


def take_conditions(text: str) -> tuple[tuple[Condition, ...], str]:
    """Return the conditions that a question sets on metadata, and the question without them."""
    found: list[Condition] = []
    for pattern, read in (*_PRESENCE, *COUNTS, *SPANS, *DATES):
        for match in pattern.finditer(text):
            found.extend(read(match))
        text = pattern.sub(" ", text)
    return tuple(dict.fromkeys(found)), " ".join(text.split())
