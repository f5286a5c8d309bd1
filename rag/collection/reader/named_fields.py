"""Read questions about papers that are named: what the record of one says, and which of some comes first."""

import re

from rag.collection.collection_question import CollectionQuestion
from rag.collection.metadata import MetadataField
from rag.collection.reader.content import ASKS_FOR_CONTENT, is_mixed, take_fields
from rag.collection.reader.topic_phrase import read_subject
from rag.collection.reader.words import PLURAL

_VERBS = (
    r"\b(?:does|did|do|has|have|had|was|were|is|are|get|got|received?|wrote|write|written|published|given|behind"
    r"|there|it)\b"
)
_NAMES = re.compile(
    r"\bwho (?:wrote|authored)\b|\bby whom (?:was|is)\b|^(?:the )?authors (?:names? )?of\b"
    r"|\bwho (?:is|are|was|were) (?:the )?(?:(?:lead|first|last|main) )?(?:co-?)?authors? (?:of|behind|on)\b"
    r"|\b(?:names? of (?:the )?|name the |list (?:all )?(?:the )?|what are the )"
    r"(?:co-?)?authors? (?:names? )?(?:of|behind)\b",
    re.IGNORECASE,
)
_WHO = (
    r"\b(?:which|what|who)(?: (?:one|paper|article|of (?:the |these )?(?:two|papers|them)))*"
    r"(?: (?:is|was|has|had|got|received|came|appeared|published|out|the))+ "
)
_COMPARATIVES: list[tuple[str, MetadataField, bool]] = [  # True where the highest value is asked for
    ("(?:older|earlier|first|before)", "published", False),
    ("(?:newer|later|last|more recent)", "published", True),
    ("(?:more|most) (?:co-?)?authors", "author_count", True),
    ("(?:fewer|less|fewest) (?:co-?)?authors", "author_count", False),
    ("(?:more|most) up-?votes", "upvotes", True),
    ("(?:fewer|less|fewest) up-?votes", "upvotes", False),
]
_WHICH_IS = [(re.compile(rf"{_WHO}{words}\b", re.I), field, highest) for words, field, highest in _COMPARATIVES]


def read_names(text: str) -> CollectionQuestion | None:
    """Read questions for the names of one paper's authors."""
    if not _NAMES.search(text) or re.search(PLURAL, text, re.IGNORECASE):
        return None
    return CollectionQuestion("names", read_subject(re.split(r", and |\?", _NAMES.sub(" ", text))[0]))


def read_comparison(text: str) -> CollectionQuestion | None:
    """Read questions for the one of some named papers that is newer, or has more authors or upvotes."""
    for pattern, field, descending in _WHICH_IS:
        found = pattern.search(text)
        named = found and read_subject(re.sub(_VERBS, " ", f"{text[: found.start()]} {text[found.end() :]}"))
        if named and re.search(r"\bor\b|\band\b|,", named):
            return CollectionQuestion("comparison", named, fields=(field,), descending=descending)
    return None


def read_fields(text: str) -> CollectionQuestion | None:
    """Read questions for what the record of one paper says."""
    fields, rest = take_fields(text)
    if not fields or is_mixed(rest) or ASKS_FOR_CONTENT.search(rest):
        return None
    return CollectionQuestion("fields", read_subject(re.sub(_VERBS, " ", rest, flags=re.IGNORECASE)), fields=fields)
