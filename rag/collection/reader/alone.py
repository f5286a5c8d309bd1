"""Whether a question is about the collection itself, and what it asks of it: read from its words, without a model.

A question about the content of one paper is left alone: only papers, or methods and their like, in the plural, or
words for metadata make a question one about the collection. What remains without those words is the topic, or the
paper's name.
"""

import re
from dataclasses import replace

from rag.collection.collection_question import CollectionQuestion
from rag.collection.reader.content import asks_for_content
from rag.collection.reader.named_fields import read_comparison, read_fields, read_names
from rag.collection.reader.ordering import read_extreme
from rag.collection.reader.papers_asked import read_by_metadata, read_count, read_list
from rag.collection.reader.slots.asides import without_asides
from rag.collection.reader.slots.conditions import take_conditions
from rag.collection.reader.totals import read_totals
from rag.collection.topics.languages import without_other_language
from rag.text.polarity import negates_unheard

_QUOTED = re.compile(r"\"[^\"]+\"|“[^”]+”|(?<![\w])'[^']+(?:'\w[^']*)*'(?!\w)|‘[^’]+’")
_CITES = re.compile(r"^cit(?:e[sd]?|ing)\b|\bcites?$", re.IGNORECASE)
_NEGATED = "The negation in this question is not understood: ask for the papers that do, or ask about one paper."
_OF_CITATIONS = "Abstracts do not tell which papers cite which: ask which papers mention a name."
_LETTERS = "ABCDEFGH"  # more quotations than these are read as they stand


def read_alone(asked: str) -> CollectionQuestion | None:
    """Return what a question without a history asks of the collection, None when it is about what papers say."""
    text, quoted = _unquoted(without_asides(asked))
    conditions, rest = take_conditions(text)
    read = read_names(text) or read_comparison(text)
    if not read and not asks_for_content(rest):
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
    if negates_unheard(without_other_language(text), held=""):
        return _NEGATED
    return _OF_CITATIONS if _CITES.search(topic) else ""


def _unquoted(text: str) -> tuple[str, list[str]]:
    """Return a text with each quotation as one made-up word, and the quotations."""
    quoted = [match[0][1:-1] for match in _QUOTED.finditer(text)][: len(_LETTERS)]
    letters = iter(_LETTERS)
    return _QUOTED.sub(lambda _: f"QUOTE{next(letters)}", text, count=len(_LETTERS)), quoted


def _requoted(text: str, quoted: list[str]) -> str:
    for letter, words in zip(_LETTERS, quoted, strict=False):
        text = text.replace(f"QUOTE{letter}", words)
    return text
