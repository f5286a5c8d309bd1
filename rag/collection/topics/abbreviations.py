"""The short form of a topic, as the papers that deal with it introduce one: `Low-Rank Adaptation (LoRA)`."""

import re
from collections.abc import Iterator

import numpy as np

from index_store.index import Index
from rag.collection.topics.topic_words import is_telling, topic_words

LOOKED_AT = 30  # papers that hold most of the topic's words
_INTRODUCED = re.compile(r"((?:[\w-]+ ){1,6})\(([A-Za-z]*[A-Z][A-Za-z]*[A-Z])s?\)")


def with_short_form(topic: str, index: Index) -> str:
    """Return a topic with its short form as a further wording, or with the long form of one; as it is without."""
    words = _telling(topic)
    for long, short in _introduced(topic, index):
        tails = [" ".join(long[start:]) for start in range(len(long) - 1) if long[start][0].lower() == short[0].lower()]
        if topic.lower() == short.lower() and tails:
            return f"{topic} or {tails[-1]}"
        if any(len(words) > 1 and _telling(tail) == words for tail in tails):
            return f"{topic} or {short}"
    return topic


def _introduced(topic: str, index: Index) -> Iterator[tuple[list[str], str]]:
    scores = index.lexical.scores(topic)
    for row in np.argsort(-scores, kind="stable")[:LOOKED_AT]:
        for _, sentence in index.table.sentences(int(row)):
            for match in _INTRODUCED.finditer(sentence.text):
                yield match[1].split(), match[2]


def _telling(text: str) -> set[str]:
    return set(filter(is_telling, topic_words(text)))
