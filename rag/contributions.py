"""Which papers bring a thing of a kind themselves: a data set, a benchmark, a toolkit, a survey, a metric.

Nearly every abstract names data sets and benchmarks. What tells is that its authors present one: the title says what
the paper is after a colon, or a sentence in the first person has a verb of presenting close to the kind.
"""

import re
from collections.abc import Sequence

from index_store.records import Paper, Sentence
from rag.topic_words import KINDS, OWN_VERB, topic_words

NEAR = 4  # words, those without meaning left out
_REVIEWS = re.compile(
    r"\b(?:we|this (?:paper|article|work|study))\b[^.,;]{0,40}\b(?:survey|review)s?\b"
    r"|\bthis (?:survey|review|overview)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|article|study|survey)|in this)\b", re.IGNORECASE)


def kinds_asked(alternatives: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """Return the kinds of thing that a topic asks papers to bring, none when it asks for something else."""
    words = {word for asked in alternatives for word in asked}
    others = words - KINDS - {OWN_VERB, "open", "sourc", "public", "avail", "larg", "scale", "softwar"}
    return frozenset(words & KINDS) if not others else frozenset()


def is_of_kind(paper: Paper, kinds: frozenset[str]) -> bool:
    """Return whether the title says that the paper is such a thing: `...: A Survey`."""
    _, _, what = paper.title.partition(": ")
    return re.match(r"(?:an?|the) ", what, re.IGNORECASE) is not None and bool(kinds & set(topic_words(what)))


def presenting(sentences: Sequence[Sentence], kinds: frozenset[str]) -> Sentence | None:
    """Return the first sentence whose authors present such a thing, None if there is none."""
    return next((s for s in sentences if _reviews(s, kinds) or _presents(s, kinds)), None)


def _reviews(sentence: Sentence, kinds: frozenset[str]) -> bool:
    return "~survey" in kinds and _REVIEWS.search(sentence.text) is not None


def _presents(sentence: Sentence, kinds: frozenset[str]) -> bool:
    words = topic_words(sentence.text) if _OWN.search(sentence.text) else ()
    things = [place for place, word in enumerate(words) if word in kinds]
    verbs = [place for place, word in enumerate(words) if word == OWN_VERB]
    return any(0 < thing - verb <= NEAR for thing in things for verb in verbs)
