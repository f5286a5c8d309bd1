"""Whether a question is about the collection itself, and what it asks of it: read from its words, without a model.

A question about the content of one paper is left alone: only papers in the plural, or words for metadata, make a
question one about the collection. What remains when those words are taken out is the topic, or the paper's name.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from rag.conditions import NUMBER, number, take_conditions
from rag.metadata import Condition, MetadataField
from rag.question_topic import read_subject, read_topic
from rag.question_words import (
    AND_NAME_THEM,
    ASCENDING,
    COMPARATIVES,
    CONTENT_START,
    COUNT,
    EXTREMES,
    FIELD_VERBS,
    FIELDS,
    GREETING,
    GROUPS,
    KIND,
    LIST,
    MEAN,
    NAMES,
    ONE,
    ORDERS,
    PLURAL,
    SECOND_CLAUSE,
    SHORT,
    SINGULAR,
    TOTAL,
    WHERE,
    WORKS_AS_VERB,
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
    text = SHORT.sub(" is", GREETING.sub("", asked).strip())
    if re.search(NAMES, text, re.IGNORECASE) and not re.search(PLURAL, text, re.IGNORECASE):
        return CollectionQuestion(
            "names", read_subject(re.split(", and |\\?", re.sub(NAMES, " ", text, flags=re.IGNORECASE))[0])
        )
    text, quoted = _unquoted(AND_NAME_THEM.sub("", text))
    conditions, rest = take_conditions(text)
    where = re.search(WHERE, rest, re.IGNORECASE)
    read = (
        _comparison(text)
        or _extreme(rest, conditions)
        or _statistics(rest, conditions)
        or _papers(rest, conditions)
        or _fields_of_one(text)
        or _metadata_only(rest, conditions, bool(where))
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


def _comparison(text: str) -> CollectionQuestion | None:
    """Read questions for the one of some named papers that is newer, or has more authors or upvotes."""
    for pattern, field, descending in COMPARATIVES:
        found = re.search(pattern, text, re.IGNORECASE)
        named = found and read_subject(re.sub(FIELD_VERBS, " ", f"{text[: found.start()]} {text[found.end() :]}"))
        if named and re.search(r"\bor\b|\band\b|,", named):
            return CollectionQuestion("comparison", named, fields=(field,), descending=descending)
    return None


def _extreme(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    for pattern, field, descending in EXTREMES:
        if not re.search(pattern, text, re.IGNORECASE):
            continue
        rest = re.sub(pattern, " ", text, flags=re.IGNORECASE)
        if _is_mixed(rest) or (
            field == "published"
            and not re.search(rf"\b{ONE}\b|collection|corpus|\bdated\b", text, re.I)
            and not conditions
        ):
            return None
        if re.search(r"\b(?:sort|sorted|order|ordered|rank|ranked)\b|\bfirst\W*$", rest, re.IGNORECASE) and re.search(
            PLURAL, rest
        ):
            return CollectionQuestion("list", read_topic(rest, True)[0], conditions, (field,), descending)
        limit, rest = _limit(rest)
        topic, exact, in_title = read_topic(rest, dated=True)
        return CollectionQuestion("extreme", topic, conditions, (field,), descending, limit, exact, in_title)
    return None


def _statistics(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a breakdown, a mean or a total over all papers."""
    if not re.search(rf"\b{SINGULAR}\b|collection|corpus|\bauthors\b|up-?votes", text, re.IGNORECASE) or _is_mixed(
        text
    ):
        return None
    about_papers = re.search(rf"\b{PLURAL}\b|collection|corpus", text, re.IGNORECASE)
    if about_papers and re.search(GROUPS, text, re.IGNORECASE) and not re.search(r"\b(?:sort|order|rank)", text):
        return CollectionQuestion("groups", "", conditions, ("published",))
    for field, noun in (("author_count", r"\bauthors\b"), ("upvotes", r"\bup-?votes\b")):
        if re.search(noun, text, re.IGNORECASE):
            if re.search(MEAN, text, re.IGNORECASE):
                return CollectionQuestion("average", "", conditions, (field,))  # type: ignore[arg-type]
            if re.search(TOTAL, text, re.IGNORECASE) and (about_papers or field == "upvotes"):
                return CollectionQuestion("total", "", conditions, (field,))  # type: ignore[arg-type]
    return None


def _papers(text: str, conditions: tuple[Condition, ...]) -> CollectionQuestion | None:
    """Read questions for a list or a number of papers."""
    counting = re.search(COUNT, text, re.IGNORECASE)
    frame = counting or re.search(LIST, text, re.IGNORECASE)
    if not frame or CONTENT_START.search(text):
        return None
    after = text[frame.end() :]
    if frame[0].lower().endswith("works") and (
        WORKS_AS_VERB.match(after) or len(frame[0].split()) > 2 and "of" not in frame[0]
    ):
        return None
    if (
        re.match(r" (?:does|did|do|has|had)\b", after)
        and counting
        and not conditions
        and not re.match((r" (?:do|have) (?:you|we|i)\b"), after)
    ):
        return None
    limit, kind = _limit(next((group for group in frame.groups() if group), ""))
    rest = f"{kind} {text[: frame.start()]} {after}"
    order, descending, rest = _order(rest)
    if (
        _is_mixed(rest)
        or re.match(r"\s*(?:evaluates|uses|is|has|was|proposes|introduces)\b", after)
        and not conditions
        and ("of") in frame[0]
    ):
        return None
    topic, exact, in_title = read_topic(rest, bool(conditions or order))
    return CollectionQuestion(
        "count" if counting else "list", topic, conditions, order, descending, limit, exact, in_title
    )


def _order(text: str) -> tuple[tuple[MetadataField, ...], bool, str]:
    for words, field in ORDERS:
        pattern = (
            rf"\b(?:(?:sorted|ordered|ranked|arranged|sort|order|rank|listed|in (?:the )?order"
            rf"|in)\b.{{0,12}}?\b(?:by|of|from)?\s*(?:{words})|by (?:{words})(?: (?:of publication"
            rf"|published))?)\b(?: (?:order|first|to \w+|ascending|descending))*"
        )
        if re.search(pattern, text, re.IGNORECASE):
            return (field,), not ASCENDING.search(text), re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return (), True, text


def _limit(text: str) -> tuple[int | None, str]:
    found = re.search(rf"\b(?:top )?({NUMBER})(?= |$)", text, re.IGNORECASE)
    if not found or found[1].lower() in ("single", "sole", "solo", "zero", "one", "0"):
        return None, text
    return number(found[1]), text[: found.start()] + text[found.end() :]


def _fields_of_one(text: str) -> CollectionQuestion | None:
    """Read questions for what the record of one paper says."""
    fields: list[MetadataField] = []
    rest = text
    for field, pattern in FIELDS.items():
        if re.search(pattern, rest, re.IGNORECASE):
            fields.append(field)
            rest = re.sub(pattern, lambda m: f" {m.groupdict().get('of1') or ''} ", rest, flags=re.IGNORECASE)
    if not fields or _is_mixed(rest) or CONTENT_START.search(rest):
        return None
    return CollectionQuestion(
        "fields", read_subject(re.sub(FIELD_VERBS, " ", rest, flags=re.IGNORECASE)), (), tuple(fields)
    )


def _metadata_only(text: str, conditions: tuple[Condition, ...], collection: bool) -> CollectionQuestion | None:
    """Read questions that name one paper by its metadata: `which paper has 24 authors`."""
    frame = re.search(
        (
            rf"\b(?:which|what|any|is there an?|a|the|find|show|list) {KIND}(?:{SINGULAR})\b"
            rf"|^(?:the )?{SINGULAR}\b|\bwhich one"
        ),
        text,
        re.IGNORECASE,
    )
    asked = [c for c in conditions if c.operator != "known" or c.field != "published"]
    if not asked or not (frame or collection) or _is_mixed(text) or CONTENT_START.search(text):
        return None
    topic, exact, in_title = read_topic(
        text[: frame.start()] + (frame.group(1) or "") + text[frame.end() :] if frame else text, True
    )
    return CollectionQuestion("list", topic, conditions, exact=exact, in_title=in_title)


def _is_mixed(rest: str) -> bool:
    """Return whether a question goes on to ask what the papers say."""
    plain = rest
    for pattern in FIELDS.values():
        plain = re.sub(pattern, " ", plain, flags=re.IGNORECASE)
    return SECOND_CLAUSE.search(plain) is not None
