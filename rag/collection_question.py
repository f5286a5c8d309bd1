"""Whether a question is about the collection itself, and what it asks of it: read from its words, without a model.

A question about the content of one paper is left alone: only papers, or methods and their like, in the plural, or
words for metadata make a question one about the collection. What remains without those words is the topic, or the
paper's name.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from rag.asides import without_asides
from rag.conditions import NUMBER, number, take_conditions
from rag.content_words import asks_for_content, is_mixed
from rag.list_words import list_frame
from rag.metadata import Condition, MetadataField
from rag.question_topic import read_subject, read_topic, trimmed
from rag.question_words import (
    ASCENDING,
    COMPARATIVES,
    COUNT,
    COUNT_OF_CONDITION,
    EXTREMES,
    FIELD_VERBS,
    FIELDS,
    GROUPS,
    KIND,
    MEAN,
    NAMES,
    ONE,
    ORDERS,
    PLURAL,
    SINGULAR,
    TOTAL,
    WHERE,
)

Asks = Literal["list", "count", "extreme", "comparison", "fields", "names", "groups", "total", "average"]


@dataclass(frozen=True)
class CollectionQuestion:
    """What is asked of the collection.

    `topic` is what the papers must deal with, or the paper that is meant where `asks` is "fields" or "names";
    empty when any will do. `fields` are the ones asked for, or the one to order and group by. `limit` is how
    many papers are wanted, None for all. With `exact` the topic must be in the text word for word.
    """

    asks: Asks
    topic: str = ""
    conditions: tuple[Condition, ...] = ()
    fields: tuple[MetadataField, ...] = ()
    descending: bool = True
    limit: int | None = None
    exact: bool = False
    in_title: bool = False


def read_alone(asked: str) -> CollectionQuestion | None:
    """Return what a question without a history asks of the collection, None when it is about what papers say."""
    text, quoted = _unquoted(without_asides(asked))
    conditions, rest = take_conditions(text)
    read = _names(text) or _comparison(text)
    if not read and not asks_for_content(rest):
        read = (
            _extreme(rest, conditions)
            or _statistics(rest, conditions)
            or _count(rest, conditions)
            or _list(rest, conditions)
            or _fields_of_one(text)
            or _metadata_only(rest, conditions)
        )
    return replace(read, topic=_requoted(read.topic, quoted)) if read else None


def _unquoted(text: str) -> tuple[str, list[str]]:
    """Return a text with each quotation of several words as one made-up word, and the quotations."""
    quoted: list[str] = []

    def keep(match: re.Match[str]) -> str:
        quoted.append(match[0][1:-1])
        return f"QUOTE{'ABCDEFGH'[len(quoted) - 1]}"

    return re.sub(r"\"[^\"]+\"|“[^”]+”|(?<![\w])'[^']+(?:'\w[^']*)*'(?!\w)|‘[^’]+’", keep, text, count=8), quoted


def _requoted(text: str, quoted: list[str]) -> str:
    return re.sub(r"QUOTE([A-H])", lambda match: quoted["ABCDEFGH".index(match[1])], text)


def _has(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text, re.IGNORECASE)


def _without(pattern: str, text: str) -> str:
    return re.sub(pattern, " ", text, flags=re.IGNORECASE)


def _names(text: str) -> CollectionQuestion | None:
    """Read questions for the names of one paper's authors."""
    if not _has(NAMES, text) or _has(PLURAL, text):
        return None
    return CollectionQuestion("names", read_subject(re.split(r", and |\?", _without(NAMES, text))[0]))


def _comparison(text: str) -> CollectionQuestion | None:
    """Read questions for the one of some named papers that is newer, or has more authors or upvotes."""
    for pattern, field, descending in COMPARATIVES:
        found = _has(pattern, text)
        named = found and read_subject(re.sub(FIELD_VERBS, " ", f"{text[: found.start()]} {text[found.end() :]}"))
        if named and re.search(r"\bor\b|\band\b|,", named):
            return CollectionQuestion("comparison", named, fields=(field,), descending=descending)
    return None


def _extreme(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for the first or last in an order, or for papers in it."""
    for pattern, field, descending in EXTREMES:
        if not _has(pattern, text):
            continue
        rest = _without(pattern, text)
        of_papers = conditions or field != "published" or _has(rf"\b{ONE}\b|collection|corpus|\bdated\b", text)
        if is_mixed(rest) or not of_papers:
            return None
        sorting = _has(r"\b(?:sort|order|rank)(?:ed)?\b|\bfirst\W*$", rest) and _has(PLURAL, rest)
        limit, rest = _limit(rest)
        topic, exact, in_title = read_topic(rest, dated=True)
        asks: Asks = "list" if sorting else "extreme"
        return CollectionQuestion(asks, topic, conditions, (field,), descending, limit, exact, in_title)
    return None


def _statistics(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a breakdown, a mean or a total over all papers."""
    if is_mixed(text):
        return None
    about_papers = _has(rf"\b{PLURAL}\b|collection|corpus", text)
    if about_papers and _has(GROUPS, text) and not _has(r"\b(?:sort|order|rank)", text):
        return CollectionQuestion("groups", "", conditions, ("published",))
    fields: dict[MetadataField, str] = {"author_count": r"\bauthors\b", "upvotes": r"\bup-?votes\b"}
    field = next((field for field, noun in fields.items() if _has(noun, text)), None)
    if field and _has(MEAN, text):
        return CollectionQuestion("average", "", conditions, (field,))
    if field and _has(TOTAL, text) and (about_papers or field == "upvotes"):
        return CollectionQuestion("total", "", conditions, (field,))
    return None


def _count(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a number of papers; `how many papers did the survey review` is not one."""
    if conditions and _has(COUNT_OF_CONDITION, text):
        return CollectionQuestion("count", "", conditions)
    found = _has(COUNT, text)
    if not found:
        return None
    after = text[found.end() :]
    of_collection = re.match(
        r" (?:(?:do|have) (?:you|we|i)\b|(?:does|do|has) (?:the|this|your|our) (?:collection|corpus|library|index))",
        after,
    )
    if re.match(r" (?:does|did|do|has|had)\b", after) and not (conditions or of_collection):
        return None
    return _papers("count", (text[: found.start()], found[1] or "", after), conditions)


def _list(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a list of papers."""
    frame = list_frame(text)
    return _papers("list", frame, conditions) if frame else None


def _papers(asks: Asks, frame: tuple[str, str, str], conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    before, kind, after = frame
    limit, kind = _limit(kind)
    order, descending, rest = _order(f"{kind} {before} {after}")
    if is_mixed(rest):
        return None
    topic, exact, in_title = read_topic(rest, bool(conditions or order))
    return CollectionQuestion(asks, topic, conditions, order, descending, limit, exact, in_title)


def _order(text: str) -> tuple[tuple[MetadataField, ...], bool, str]:
    for words, field in ORDERS:
        pattern = (
            r"\b(?:(?:sorted|ordered|ranked|arranged|sort|order|rank|listed|in (?:the )?order|in)\b.{0,12}?"
            rf"\b(?:by|of|from)?\s*(?:{words})|by (?:{words})(?: (?:of publication|published))?)\b"
            r"(?: (?:order|first|to \w+|ascending|descending))*"
        )
        if _has(pattern, text):
            return (field,), not ASCENDING.search(text), _without(pattern, text)
    return (), True, text


def _limit(text: str) -> tuple[int | None, str]:
    found = _has(rf"\b(?:top )?({NUMBER})(?= |$)", text)
    if not found or found[1].lower() in ("single", "sole", "solo", "zero", "one", "0"):
        return None, text
    return number(found[1]), text[: found.start()] + text[found.end() :]


def _fields_of_one(text: str) -> CollectionQuestion | None:
    """Read questions for what the record of one paper says."""
    fields: list[MetadataField] = []
    rest = text
    for field, pattern in FIELDS.items():
        if _has(pattern, rest):
            fields.append(field)
            rest = re.sub(pattern, lambda m: f" {m.groupdict().get('of1') or ''} ", rest, flags=re.IGNORECASE)
    if not fields or is_mixed(rest) or asks_for_content(rest):
        return None
    return CollectionQuestion("fields", read_subject(_without(FIELD_VERBS, rest)), (), tuple(fields))


def _metadata_only(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions that name papers by their metadata alone: `which paper has 24 authors`, `published in 2021`."""
    asked = [c for c in conditions if c.operator != "known" or c.field != "published"]
    lead = (
        rf"\b(?:which|what|any|is there an?|a|the|find|show|list) {KIND}{SINGULAR}\b"
        rf"|^(?:the )?{SINGULAR}\b|\bwhich ones?\b"
    )
    frame = _has(lead, text)
    if not asked or not (frame or _has(WHERE, text) or not trimmed(text, dated=True)) or is_mixed(text):
        return None
    rest = text[: frame.start()] + (frame[1] or "") + text[frame.end() :] if frame else text
    topic, exact, in_title = read_topic(rest, True)
    return CollectionQuestion("list", topic, conditions, exact=exact, in_title=in_title)
