"""Read questions for papers: how many there are, which they are, or which has what metadata."""

import re

from rag.collection.collection_question import Asks, CollectionQuestion
from rag.collection.metadata import Condition
from rag.collection.reader.content import goes_on_to_ask, is_mixed
from rag.collection.reader.list_frame import Frame, list_frame
from rag.collection.reader.ordering import take_order
from rag.collection.reader.topic_phrase import read_topic, trimmed
from rag.collection.reader.words import COLLECTION, KIND, PLURAL, SINGULAR, WHERE, take_limit

_COUNT = re.compile(
    r"\b(?:how many|number of|count(?: up)?)(?: of)?(?: (?:the|these|those|your|our|all|different|unique|total))* "
    rf"{KIND}(?:{PLURAL}|of them)\b|\bhow many of (?:them|these|those)\b"
    rf"|\b(?:how (?:big|large) is|size of) (?:the|this|your) {COLLECTION}\b",
    re.IGNORECASE,
)
_COUNT_OF_CONDITION = re.compile(  # what is left of `how many were published in 2021`
    r"^how many(?: (?:were|are|came|have|been|of them|published|released|out))*\W*$", re.IGNORECASE
)
_OF_COLLECTION = re.compile(rf" (?:(?:do|have) (?:you|we|i)\b|(?:does|do|has) (?:the|this|your|our) {COLLECTION})")
_ONE_PAPER = re.compile(
    rf"\b(?:which|what|any|is there an?|a|the|find|show|list) {KIND}{SINGULAR}\b|^{SINGULAR}\b|\bwhich ones?\b",
    re.IGNORECASE,
)


def read_count(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a number of papers; `how many papers did the survey review` is not one."""
    if conditions and _COUNT_OF_CONDITION.search(text):
        return CollectionQuestion("count", conditions=conditions)
    found = _COUNT.search(text)
    if not found:
        return None
    after = text[found.end() :]
    if re.match(r" (?:does|did|do|has|had)\b", after) and not (conditions or _OF_COLLECTION.match(after)):
        return None
    return _of_papers("count", Frame(text[: found.start()], found[1] or "", after), conditions)


def read_list(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a list of papers."""
    frame = list_frame(text)
    return _of_papers("list", frame, conditions) if frame and not goes_on_to_ask(frame.after) else None


def _of_papers(asks: Asks, frame: Frame, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    limit, kind = take_limit(frame.kind)
    order, descending, rest = take_order(f"{kind} {frame.before} {frame.after}")
    topic, exact, in_title = read_topic(rest, dated=bool(conditions or order))
    if is_mixed(rest):
        return None
    return CollectionQuestion(asks, topic, conditions, order, descending, limit, exact, in_title)


def read_by_metadata(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions that name papers by their metadata alone: `which paper has 24 authors`, `published in 2021`."""
    asked = [c for c in conditions if c.operator != "known" or c.field != "published"]
    frame = _ONE_PAPER.search(text)
    in_collection = frame or re.search(WHERE, text, re.IGNORECASE) or not trimmed(text, dated=True)
    if not asked or not in_collection or is_mixed(text):
        return None
    rest = text[: frame.start()] + (frame[1] or "") + text[frame.end() :] if frame else text
    topic, exact, in_title = read_topic(rest, dated=True)
    return CollectionQuestion("list", topic, conditions, exact=exact, in_title=in_title)
