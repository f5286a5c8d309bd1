"""Read questions for the first papers in an order, for the order of a list, and for figures over all papers."""

import re
from itertools import product

from rag.collection.collection_question import Asks, CollectionQuestion
from rag.collection.metadata import Condition, MetadataField
from rag.collection.reader.content import is_mixed
from rag.collection.reader.topic_phrase import read_topic, trimmed
from rag.collection.reader.words import PLURAL, SINGULAR, take_limit

_MOST = r"(?:most|top|(?:largest|highest|greatest|biggest|longest)(?: (?:number|count|list)(?: of)?)?)"
_LEAST = r"(?:fewest|least|(?:smallest|lowest|shortest)(?: (?:number|count|list)(?: of)?)?)"
_COUNTED: list[tuple[MetadataField, str]] = [
    ("author_count", r"(?:co-?)?author(?:s|ed)?(?: (?:list|team|count))?|people|team"),
    ("upvotes", r"(?:up-?)?vote[sd]?(?: count)?|like[sd]|popular"),
]
_ONE = rf"(?:{SINGULAR}|ones?)"
_NEWEST = "newest|latest|most recent|most recently (?:published|released|posted|dated)"
_OLDEST = "oldest|earliest|least recent|first published"
_DATED = [(_NEWEST, "last|latest|most recently", True), (_OLDEST, "first|earliest", False)]
_IN_TIME = (
    rf"\b(?:%s)\b(?=\W*$|,? (?:(?!{_ONE}\b)[\w-]+ ){{0,3}}{_ONE}\b"
    r"| (?:in|of|among|from|here|we|you|first|published)\b)"
    r"|\b(?:published|c[oa]me out|appeared|released|dated) (?:the )?(?:%s)\b(?! (?:in|of|on) \d)"
)
_EXTREMES: list[tuple[re.Pattern[str], MetadataField, bool]] = [  # True where the highest values come first
    *(
        (re.compile(rf"\b(?:the )?{amount}[- ](?:{noun})\b", re.IGNORECASE), field, amount == _MOST)
        for (field, noun), amount in product(_COUNTED, (_MOST, _LEAST))
    ),
    *((re.compile(_IN_TIME % tuple(words), re.IGNORECASE), "published", newest) for *words, newest in _DATED),
]
_OF_PAPERS = re.compile(rf"\b{_ONE}\b|collection|corpus|\bdated\b", re.IGNORECASE)
_PAPERS = re.compile(rf"\b{PLURAL}\b|collection|corpus", re.IGNORECASE)
_SORTING = re.compile(r"\b(?:sort|order|rank)(?:ed)?\b|\bfirst\W*$", re.IGNORECASE)
_NAMES_OF_ORDERS: list[tuple[str, MetadataField]] = [
    (r"(?:publication )?(?:dates?|years?|time|age)|chronolog\w*|newest|oldest", "published"),
    (r"(?:the )?(?:number|count) of authors|author counts?|authors?", "author_count"),
    (r"(?:the )?(?:number of )?(?:up-?votes?|votes?|likes?)|popularity", "upvotes"),
]
_BY = (
    r"\b(?:(?:sort|order|rank|sorted|ordered|ranked|listed|in)\b.{0,12}?\b(?:by|of|from)?\s*(?:%s)|by (?:%s))\b"
    r"(?: (?:order|first|to \w+|ascending|descending))*"
)
_ORDERS = [(re.compile(_BY % (words, words), re.IGNORECASE), field) for words, field in _NAMES_OF_ORDERS]
_ASCENDING = re.compile(
    r"\bascending\b|\b(?:oldest|earliest|fewest|least|smallest|lowest)\b.{0,20}\bfirst\b|chronolog|\bincreasing\b",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\b(?:per|by|for each|each|every) (?:years?|months?)\b|\b(?:which|what) years\b"
    r"|\b(?:distribution|breakdown|spread|range) (?:of|by|over) (?:the )?(?:publication )?(?:years?|dates?|papers)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:average|mean|typical|median)\b|\bper paper\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|altogether|combined|overall|sum of)\b", re.IGNORECASE)
_SUMMED = re.compile(r"\b(authors)\b|\bup-?votes\b", re.IGNORECASE)


def read_extreme(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for the first or last in an order, or for papers in it."""
    for pattern, field, descending in _EXTREMES:
        if not pattern.search(text):
            continue
        rest = pattern.sub(" ", text)
        of_papers = conditions or field == "upvotes" or _OF_PAPERS.search(text) or not trimmed(rest, dated=True)
        if is_mixed(rest) or not of_papers:
            return None
        asks: Asks = "list" if _SORTING.search(rest) and _PAPERS.search(rest) else "extreme"
        limit, rest = take_limit(rest)
        topic, exact, in_title = read_topic(rest, dated=True)
        return CollectionQuestion(asks, topic, conditions, (field,), descending, limit, exact, in_title)
    return None


def take_order(text: str) -> tuple[tuple[MetadataField, ...], bool, str]:
    """Return the field to order by, if any, whether downwards, and the text without the words that say so."""
    for pattern, field in _ORDERS:
        if pattern.search(text):
            return (field,), not _ASCENDING.search(text), pattern.sub(" ", text)
    return (), True, text


def read_totals(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a breakdown by year, a mean or a total over all papers."""
    if is_mixed(text):
        return None
    of_all = _PAPERS.search(text)
    if of_all and _BY_YEAR.search(text) and not _SORTING.search(text):
        return CollectionQuestion("groups", conditions=conditions, fields=("published",))
    if summed := _SUMMED.search(text):
        fields: tuple[MetadataField, ...] = ("author_count",) if summed[1] else ("upvotes",)
        if _MEAN.search(text):
            return CollectionQuestion("average", conditions=conditions, fields=fields)
        if _TOTAL.search(text) and (of_all or not summed[1]):
            return CollectionQuestion("total", conditions=conditions, fields=fields)
    return None
