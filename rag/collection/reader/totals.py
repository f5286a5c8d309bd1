"""Read questions for a breakdown by year, a mean or a total over all papers."""

import re

from rag.collection.collection_question import CollectionQuestion
from rag.collection.condition import Condition
from rag.collection.metadata import MetadataField
from rag.collection.reader.content import is_mixed
from rag.collection.reader.slots.nouns import PLURAL

_ABOUT_PAPERS = re.compile(rf"\b{PLURAL}\b|collection|corpus", re.IGNORECASE)
_BY_YEAR = re.compile(
    r"\b(?:per|by|for each|each|every) (?:calendar )?(?:years?|months?)\b|\b(?:which|what) years\b"
    r"|\b(?:distribution|breakdown|histogram|spread|range) (?:of|by|over) "
    r"(?:the )?(?:publication )?(?:years?|dates?|papers)\b",
    re.IGNORECASE,
)
_SORTING = re.compile(r"\b(?:sort|order|rank)", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:average|mean|typical|median)\b|\bper paper\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|altogether|combined|overall|sum of)\b", re.IGNORECASE)
_SUMMED: dict[MetadataField, re.Pattern[str]] = {
    "author_count": re.compile(r"\bauthors\b", re.IGNORECASE),
    "upvotes": re.compile(r"\bup-?votes\b", re.IGNORECASE),
}


def read_totals(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a breakdown, a mean or a total over all papers."""
    if is_mixed(text):
        return None
    about_papers = _ABOUT_PAPERS.search(text)
    if about_papers and _BY_YEAR.search(text) and not _SORTING.search(text):
        return CollectionQuestion("groups", conditions=conditions, fields=("published",))
    field = next((field for field, noun in _SUMMED.items() if noun.search(text)), None)
    if field and _MEAN.search(text):
        return CollectionQuestion("average", conditions=conditions, fields=(field,))
    if field and _TOTAL.search(text) and (about_papers or field == "upvotes"):
        return CollectionQuestion("total", conditions=conditions, fields=(field,))
    return None
