"""What a question asks of one paper: the fields of its record, or what the paper says."""

import re

from rag.collection.metadata import MetadataField
from rag.collection.reader.words import PLURAL, SINGULAR
from rag.text.sentences import split_sentences

_PART_OF_DATE = r"(?:date|day|month|year|time)s?"
_APPEARED = r"(?:published|appear(?:ed)?|c[oa]me out|released?|posted|submitted|out|written|from|dated|date)"
_PUBLISHED = (
    rf"\b(?:when|(?:on |in )?(?:what|which) {_PART_OF_DATE}(?: and {_PART_OF_DATE})*)"
    rf" (?:was|were|did|is|has|have|does|are)\b(?P<of>.*?)\b{_APPEARED}\b"
    rf"|\b(?:publication|release|submission|published) {_PART_OF_DATE}\b"
    rf"|\b{_PART_OF_DATE} of (?:its |the )?(?:publication|release)\b"
    rf"|\b(?:what|which) (?:date|year)\b(?=.*\b(?:{SINGULAR}|have|from)\b)"
    r"|^(?:what(?:'s| is| are)? |give |state )?(?:me )?(?:the )?dates? (?:of|for)\b"
    r"|\bhow (?:old|recent) (?:is|are|was)\b|\bdate\?*$"
)
_AUTHOR_COUNT = (
    r"\b(?:by )?how many (?:different |named |listed )?(?:(?:co-?)?(?:authors?|writers)\b"
    r"|(?:people|persons|researchers)\b(?=.*\b(?:wr[oi]te|written|author(?:ed|s)?|behind)\b))"
    r"(?: (?:are |were )?(?:there |listed |named )?(?:on|in|behind|of|for) (?:the )?(?:author (?:list|line)|byline))?"
    r"|\b(?:number|count) of (?:the )?(?:co-?)?(?:authors?|researchers)\b"
    r"|\bauthors?[- ]?(?:count|number|list size)\b"
    r"|\bhow (?:big|large|long) (?:is|was) the (?:author (?:list|team)|team)\b"
)
_UPVOTES = (
    r"\bhow many (?:up-?votes?\b|(?:votes?|likes?)\b(?=.*\bpaper\b)|times\b(?=.*up-?voted))|\bhow popular\b"
    r"|\b(?:number|count) of up-?votes?\b|\b(?:up-?)?vote count\b|\bup-?votes? (?:of|for)\b"
)
FIELDS: dict[MetadataField, re.Pattern[str]] = {
    "published": re.compile(_PUBLISHED, re.IGNORECASE),
    "author_count": re.compile(_AUTHOR_COUNT, re.IGNORECASE),
    "upvotes": re.compile(_UPVOTES, re.IGNORECASE),
}
ASKS_FOR_CONTENT = re.compile(
    r"^(?:and |but |please |can you |could you )*"
    r"(?:how (?!many\b|much of\b|(?:old|recent|big|large|popular|long)\b)|why\b|explain|summar|describe|compare"
    r"|contrast|define|discuss|translate|write|what (?:do|does|did|can|happens|makes)\b(?! (?:you|we)\b))",
    re.IGNORECASE,
)
_SECOND_CLAUSE = re.compile(
    r"(?:[,;:?]|(?<=\W)(?:and|but)\b)\s*(?:(?:by|in|on|for|with|to|from|if so,?) )*"
    r"(?:what|how|why|where|who|which)\b|\baccording to\b"
    r"|\b(?:differ|differences?|in common|as many|agree|disagree|respectively|each one)\b",
    re.IGNORECASE,
)
_OF_PAPERS = re.compile(rf"\b(?:{PLURAL}|paper)\b|\bwhich of\b", re.IGNORECASE)


def take_fields(text: str) -> tuple[tuple[MetadataField, ...], str]:
    """Return the fields that a question asks for, and the question without the words that ask for them."""
    asked: list[MetadataField] = []
    for field, pattern in FIELDS.items():
        if pattern.search(text):
            asked.append(field)
            text = pattern.sub(lambda match: f" {match.groupdict().get('of') or ''} ", text)
    return tuple(asked), text


def is_mixed(text: str) -> bool:
    """Return whether a question goes on to ask what the papers say."""
    for pattern in FIELDS.values():
        text = pattern.sub(" ", text)
    return _SECOND_CLAUSE.search(text) is not None


def goes_on_to_ask(text: str) -> bool:
    """Return whether a further sentence asks, and not of papers: `…. Which language was that?`."""
    _, *others = split_sentences(text) or [(0, 0)]
    return any(text[start:end].endswith("?") and not _OF_PAPERS.search(text[start:end]) for start, end in others)
