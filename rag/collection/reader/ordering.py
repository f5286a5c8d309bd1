"""Read questions for the first or last papers in an order, and in what order a list is wanted."""

import re
from itertools import product

from rag.collection.collection_question import Asks, CollectionQuestion
from rag.collection.condition import Condition
from rag.collection.metadata import MetadataField
from rag.collection.reader.content import is_mixed
from rag.collection.reader.slots.nouns import ONE, PLURAL
from rag.collection.reader.slots.numbers import take_limit
from rag.collection.reader.topic_phrase import read_topic

_MOST = r"(?:most|top|(?:largest|highest|greatest|biggest|longest|max(?:imum)?)(?: (?:number|count|list)(?: of)?)?)"
_LEAST = r"(?:fewest|least|(?:smallest|lowest|shortest|min(?:imum)?)(?: (?:number|count|list)(?: of)?)?)"
_COUNTED: list[tuple[MetadataField, str]] = [
    ("author_count", r"(?:co-?)?author(?:s|ed)?(?: (?:list|team|group|count|number))?|people|team(?: of authors)?"),
    ("upvotes", r"(?:up-?)?vote[sd]?(?: (?:count|number))?|like[sd]|popular|rated"),
]
_NEWEST = "newest|latest|most recent|most recently (?:published|released|posted|dated)|youngest|last published"
_OLDEST = "oldest|earliest|least recent|first published|earliest published"
_DATED = [(_NEWEST, "(?:last|latest|most recently)", True), (_OLDEST, "(?:first|earliest)", False)]
_EXTREMES: list[tuple[re.Pattern[str], MetadataField, bool]] = [  # True where the highest values come first
    *(
        (re.compile(rf"\b(?:the )?{amount}[- ](?:{noun})\b", re.IGNORECASE), field, amount == _MOST)
        for (field, noun), amount in product(_COUNTED, (_MOST, _LEAST))
    ),
    *(
        (
            re.compile(
                rf"\b(?:{words})\b(?=\W*$|,? (?:(?!{ONE}\b)[\w-]+ ){{0,3}}{ONE}\b"
                r"| (?:in|of|among|from|here|we|you|first|published|and by|and how|and when)\b)"
                r"|\b(?:published|c[oa]me out|appeared|appears|released|dated|posted)"
                rf" (?:the )?(?:very )?{adverb}\b(?! (?:in|of|on) (?:19|20)\d\d)",
                re.IGNORECASE,
            ),
            "published",
            newest,
        )
        for words, adverb, newest in _DATED
    ),
]
_THE_VALUE = re.compile(  # `…, and how many are there?`: told with the paper in any case
    r",? and how many(?: (?:people|authors|(?:up-?)?votes|are|is|was|there|they|that|it|on|did|has|get))*\W*$",
    re.IGNORECASE,
)
_OF_PAPERS = re.compile(rf"\b{ONE}\b|collection|corpus|\bdated\b", re.IGNORECASE)
_NOTHING_ELSE = re.compile(
    r"\W*(?:(?:and|which|what|is|was|are|were|the|one|of|them|these|those|all)\b\W*)*", re.IGNORECASE
)
_OF_OTHERS = re.compile(  # papers are written by the most people, languages spoken
    rf"\b(?!(?:co-?)?(?:written|wrote|authored|signed)\b)[\w-]+ by (?:the )?(?:{_MOST}|{_LEAST}) people\b",
    re.IGNORECASE,
)
_PAPERS = re.compile(PLURAL, re.IGNORECASE)
_SORTING = re.compile(r"\b(?:sort|order|rank)(?:ed)?\b|\bfirst\W*$", re.IGNORECASE)
_NAMES_OF_ORDERS: list[tuple[str, MetadataField]] = [
    (r"(?:publication |release )?(?:dates?|years?|time|age|recency)|chronolog\w*|newest|oldest", "published"),
    (r"(?:the )?(?:number|count) of authors|author counts?|authors?|team size", "author_count"),
    (r"(?:the )?(?:number of )?(?:up-?votes?|votes?|likes?)|popularity", "upvotes"),
]
_ORDERS = [
    (
        re.compile(
            r"\b(?:(?:sorted|ordered|ranked|arranged|sort|order|rank|listed|in (?:the )?order|in)\b.{0,12}?"
            rf"\b(?:by|of|from)?\s*(?:{words})|by (?:{words})(?: (?:of publication|published))?)\b"
            r"(?: (?:order|first|to \w+|ascending|descending))*",
            re.IGNORECASE,
        ),
        field,
    )
    for words, field in _NAMES_OF_ORDERS
]
_ASCENDING = re.compile(
    r"\bascending\b|\b(?:oldest|earliest|fewest|least|smallest|lowest)\b.{0,20}\bfirst\b|chronolog|\bincreasing\b",
    re.IGNORECASE,
)


def read_extreme(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for the first or last in an order, or for papers in it."""
    for pattern, field, descending in _EXTREMES:
        if not pattern.search(text) or _OF_OTHERS.search(text):
            continue
        rest = _THE_VALUE.sub("", pattern.sub(" ", text))
        of_papers = conditions or field != "published" or _OF_PAPERS.search(text) or _NOTHING_ELSE.fullmatch(rest)
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
