"""What a question asks of the collection, with what it leaves out taken from the questions before it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.collection.collection_question import CollectionQuestion
from rag.collection.metadata import Condition
from rag.collection.reader.alone import read_alone, refusal_of
from rag.collection.reader.conditions import take_conditions
from rag.collection.reader.topic_phrase import trimmed
from rag.collection.reader.words import COLLECTION, SINGULAR

_KNOWN = (
    "paper papers article articles author authors upvote upvotes upvoted published publish "
    "collection newest oldest latest recent which list many number most everything anything mention mentions"
).split()
_WITHOUT_APOSTROPHE = re.compile(r"\b(wh(?:at|o|en|ere)|how)s\b", re.IGNORECASE)
_WORD = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
_LEANS = re.compile(
    r"\b(?:them|these|those|they|it|its|(?:this|that|the) paper|that one|this one|the same)\b", re.IGNORECASE
)
_ELLIPSIS = re.compile(
    r"^(?:and|what about|how about|or|also|but|only)\b[,: ]*(?:what about|how about)?\s*(?:the (?:ones|papers) )?",
    re.IGNORECASE,
)
_AND_ALSO = re.compile(r"(?:,| and|, and|,? as well as) (?=(?:which|what|who|when|how many)\b)", re.IGNORECASE)
_OF_ALL = re.compile(rf"\b(?:{SINGULAR}|{COLLECTION}|all|total|altogether)\b", re.IGNORECASE)


def _slips(word: str) -> Iterator[str]:
    """Yield a word with two neighbours swapped, or with one inner letter missing or doubled."""
    for i in range(1, len(word)):
        yield word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :]
        if i < len(word) - 1 and len(word) > 4:
            yield word[:i] + word[i + 1 :]
            yield word[:i] + word[i] + word[i:]


_SLIPS = {slip: known for known in _KNOWN for slip in _slips(known) if slip not in _KNOWN}


def read_question(asked: str, before: str | None = None) -> CollectionQuestion | None:
    """Return what a question asks of the collection, None when it is about what the papers say.

    `before` is the question, or chain of questions, that it leans on.
    """
    state: CollectionQuestion | None = None
    last = ""
    for piece in re.split(r"(?<=[?.!])\s+", before) if before else []:
        state, last = _after(state, last, _corrected(piece)), piece
    asked = _corrected(asked)
    read = _after(state, last, asked)
    if read and read.asks not in ("fields", "names"):
        return read
    return _in_one_breath(state, last, asked) or read


def _after(before: CollectionQuestion | None, last: str, asked: str) -> CollectionQuestion | None:
    """Return what a question asks; what it leaves out comes from the one before, None for none about the collection."""
    read = read_alone(asked)
    if read is None:
        return _elliptic(before, asked) if before else None
    if last and not before and read.asks not in ("fields", "names") and _LEANS.search(asked):
        return None
    if read.asks in ("fields", "names") and not read.topic and last:
        return replace(read, topic=before.topic if before and before.asks in ("fields", "names") else last)
    return _of_those(read, before) if before and not read.topic and _LEANS.search(asked) else read


def _in_one_breath(before: CollectionQuestion | None, last: str, asked: str) -> CollectionQuestion | None:
    """Return what several questions joined into one ask, None where they are about what papers say.

    Only a first one that no abstract can answer (how many papers there are, which is the newest) keeps its answer then.
    """
    first, *others = _AND_ALSO.split(asked, maxsplit=1)
    read = _after(before, last, first)
    if read is None or read.asks in ("fields", "names"):
        return None
    if not others:
        return read
    also = _in_one_breath(read, first, others[0])
    if also is None:
        of_records = read.asks == "extreme" or (read.asks == "count" and not read.topic)
        return replace(read, goes_on=True) if of_records else None
    if not also.topic and not _OF_ALL.search(others[0]):  # `…, and which is the newest?`: of those
        also = _of_those(also, read)
    return replace(read, also=also)


def _elliptic(before: CollectionQuestion, asked: str) -> CollectionQuestion | None:
    """Return the question before with another date or topic, None where more than those is said."""
    rest = _ELLIPSIS.sub("", asked)
    if rest == asked or len(rest.split()) > 6 or re.search(r"\b(?:what|how|why|does|do|did|is|are|was)\b", rest):
        return None
    conditions, rest = take_conditions(rest)
    topic = trimmed(rest, dated=True)
    if not conditions and not topic:
        return None
    refusal = refusal_of(rest, topic) or ("" if topic else before.refusal)
    conditions = _merged(before.conditions, conditions)
    return replace(before, topic=topic or before.topic, conditions=conditions, refusal=refusal)


def _of_those(asked: CollectionQuestion, before: CollectionQuestion) -> CollectionQuestion:
    """Return a question of the papers that the question before it chose."""
    conditions = _merged(before.conditions, asked.conditions)
    refusal = before.refusal or asked.refusal
    return replace(asked, topic=before.topic, exact=before.exact, conditions=conditions, refusal=refusal)


def _merged(older: tuple[Condition, ...], newer: tuple[Condition, ...]) -> tuple[Condition, ...]:
    fields = {condition.field for condition in newer}
    return (*(condition for condition in older if condition.field not in fields), *newer)


def _corrected(text: str) -> str:
    """Return a question in which a known word stands in the place of what one slip of the fingers makes of it."""
    return _WORD.sub(lambda match: _SLIPS.get(match[0].lower(), match[0]), _WITHOUT_APOSTROPHE.sub(r"\1 is", text))
