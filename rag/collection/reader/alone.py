"""What one question asks of the collection, without the questions before it: read from its words, without a model.

A question about the content of one paper is left alone: only papers, or methods and their like, in the plural, or
words for metadata make a question one about the collection. What remains without those words is the topic, or the
paper's name.
"""

import re
from dataclasses import replace

from rag.collection.collection_question import NO_CITATIONS, CollectionQuestion
from rag.collection.reader.conditions import take_conditions
from rag.collection.reader.content import ASKS_FOR_CONTENT, take_fields
from rag.collection.reader.named_fields import read_comparison, read_fields, read_names
from rag.collection.reader.ordering import read_extreme, read_totals
from rag.collection.reader.papers_asked import read_by_metadata, read_count, read_list
from rag.collection.reader.words import SINGULAR
from rag.collection.topics.contributions import without_other_language
from rag.text.polarity import negates_unheard
from rag.text.wording import content_stems

_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|thanks|thank you|ok|okay|please|so|well|now)\b[,!.]*\s+(?:there[,!. ]+)?)+", re.IGNORECASE
)
_GO_BY = (
    r"(?:going by|according to|judging (?:by|from)|based on) (?:(?:the|their|your|its|these) )?(?:\w+ )?"
    r"(?:records?|metadata|dates?|data|collection|upvotes|counts?)\b"
)
_ASIDES = re.compile(
    rf"^{_GO_BY}[^,]*,\s*|[,(]?\s*\b{_GO_BY}\b[^,?]*"
    r"|(?<=\?)\s+(?:just|only|I (?:only )?(?:need|want)) (?:the|an?) (?:exact |full )?(?:number|count|date|name)s?\W*$"
    r"|[,(]\s*(?:not )?(?:counting|including|excluding|ignoring) (?:\w+ )?(?:duplicates|listed|twice|the same)[^?]*"
    r"|[,(]?\s*\b(?:please|if any|if there (?:are|is) any|that you know of|you know of|for me|thanks|thank you)\b\)?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<=\w)['’](?:s(?= (?:the|a|in|on|this|your|been)\b)|m\b|re\b|ve\b)", re.IGNORECASE)
_IN_ANY_ANSWER = content_stems("people get")  # `…, and how many people are on it?`
_QUOTED = re.compile(r"\"[^\"]+\"|“[^”]+”|(?<![\w])'[^']+(?:'\w[^']*)*'(?!\w)|‘[^’]+’")
_LETTERS = "ABCDEFGH"  # more quotations than these are read as they stand
_CITES = re.compile(r"^cit(?:e[sd]?|ing)\b|\bcites?$", re.IGNORECASE)
_NEGATED = "The negation in this question is not understood: ask for the papers that do, or ask about one paper."


def read_alone(asked: str) -> CollectionQuestion | None:
    """Return what a question without a history asks of the collection, None when it is about what papers say."""
    text, quoted = _unquoted(without_asides(asked))
    conditions, rest = take_conditions(text)
    read = read_names(text) or read_comparison(text)
    if not read and not ASKS_FOR_CONTENT.search(rest):
        read = (
            read_extreme(rest, conditions)
            or read_totals(rest, conditions)
            or read_count(rest, conditions)
            or read_list(rest, conditions)
            or read_fields(text)
            or read_by_metadata(rest, conditions)
        )
    if read is None:
        return None
    refusal = refusal_of(rest, read.topic) if read.asks not in ("fields", "names", "comparison") else ""
    return replace(read, topic=_requoted(read.topic, quoted), refusal=refusal)


def refusal_of(text: str, topic: str) -> str:
    """Return the sentence that says why papers cannot be chosen by a text and its topic; empty where they can.

    Only a language other than English is chosen by a negation. `text` is without the conditions on metadata.
    """
    if negates_unheard(without_other_language(text), ""):
        return _NEGATED
    return NO_CITATIONS if _CITES.search(topic) else ""


def without_asides(text: str) -> str:
    """Return a question without words that do not change what it asks: greetings, what to go by, `and which`."""
    text = _SHORT.sub(" is", _GREETING.sub("", text.strip()))
    text = re.sub(r"\bw/", "with", re.sub(r"\bw/o\b", "without", text))
    text = _ASIDES.sub("", text)
    rest, _, last = text.rpartition(" and ")
    return " ".join((rest.rstrip(" ,") if rest and _asks_no_more(last) else text).split())


def _asks_no_more(clause: str) -> bool:
    """Return whether the rest of a question answers what follows its `and`: `and which?`, `and how many are there?`."""
    asks_more = content_stems(clause) - _IN_ANY_ANSWER or take_fields(clause)[0] or re.search(SINGULAR, clause, re.I)
    return not asks_more and re.match("which|how many", clause) is not None


def _unquoted(text: str) -> tuple[str, list[str]]:
    """Return a text with each quotation as one made-up word, and the quotations."""
    quoted = [match[0][1:-1] for match in _QUOTED.finditer(text)][: len(_LETTERS)]
    letters = iter(_LETTERS)
    return _QUOTED.sub(lambda _: f"QUOTE{next(letters)}", text, count=len(_LETTERS)), quoted


def _requoted(text: str, quoted: list[str]) -> str:
    for letter, words in zip(_LETTERS, quoted, strict=False):
        text = text.replace(f"QUOTE{letter}", words)
    return text
