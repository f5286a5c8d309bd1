"""The words that ask for what a record says of one paper: its date, its number of authors, its upvotes."""

import re

from rag.collection.metadata import MetadataField

_PART_OF_DATE = r"(?:date|day|month|year|time)s?"
_APPEARED = r"(?:published|appear(?:ed)?|c[oa]me out|released?|posted|submitted|uploaded|out|written|from|dated|date)"
_PUBLISHED = (
    rf"\b(?:when|(?:on |in )?(?:what|which) {_PART_OF_DATE}(?: and {_PART_OF_DATE})*)"
    rf" (?:was|were|did|is|has|have|had|does|are)\b(?P<of1>.*?)\b{_APPEARED}\b"
    rf"|\b(?:publication|publishing|release|submission|published) {_PART_OF_DATE}\b"
    rf"|\b{_PART_OF_DATE} (?:of (?:its |the )?(?:publication|release)|published)\b"
    r"|\b(?:what|which) (?:date|year)\b(?=.*\b(?:papers?|record|article|publication|study|have|from)\b)"
    r"|\b(?:what(?:'s| is| are)?|give|tell me|state|show)\b.{0,12}\bdates? (?:of|for)\b"
    r"|\bhow (?:old|recent|new) (?:is|are|was)\b|^dates? of\b|\bdate\?*$|\b(?:published when|when published)\b"
)
_AUTHOR_COUNT = (
    r"\b(?:by )?how many (?:different |named |listed )?(?:(?:co-?)?(?:authors?|writers)\b"
    r"|(?:people|persons|researchers|contributors|scientists)\b"
    r"(?=.*\b(?:wr[oi]te|written|author(?:ed|s)?|behind|byline|credited)\b))"
    r"(?: (?:are |were )?(?:there |listed |named )?"
    r"(?:on|in|behind|of|for) (?:the )?(?:author (?:list|line)|byline))?"
    r"|\b(?:number|count|size) of (?:the )?(?:co-?)?(?:authors?|author list|researchers)\b"
    r"|\bauthors?[- ]?(?:count|number|list size|list length)\b|# ?authors\b"
    r"|\bhow (?:big|large|long|small) (?:is|was|are) the (?:author (?:list|team)|team|list of authors)\b"
)
_UPVOTES = (
    r"\bhow many (?:up-?votes?\b|(?:votes?|likes?)\b(?=.*\bpaper\b)|times\b(?=.*up-?voted))|\bhow popular\b"
    r"|\b(?:number|count|amount) of up-?votes?\b|\b(?:up-?vote|vote|like)s? count\b|\bup-?votes? (?:of|for)\b"
)
FIELDS: dict[MetadataField, re.Pattern[str]] = {
    "published": re.compile(_PUBLISHED, re.IGNORECASE),
    "author_count": re.compile(_AUTHOR_COUNT, re.IGNORECASE),
    "upvotes": re.compile(_UPVOTES, re.IGNORECASE),
}


def take_fields(text: str) -> tuple[tuple[MetadataField, ...], str]:
    """Return the fields that a question asks for, and the question without the words that ask for them."""
    asked: list[MetadataField] = []
    for field, pattern in FIELDS.items():
        if pattern.search(text):
            asked.append(field)
            text = pattern.sub(lambda match: f" {match.groupdict().get('of1') or ''} ", text)
    return tuple(asked), text
