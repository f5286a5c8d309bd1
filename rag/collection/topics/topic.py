"""A topic in one collection: its wordings, how rare their words are there, and what share of it a text has."""

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from index_store.index import Index
from rag.collection.topics.topic_words import is_specific, stems_of, topic_words
from rag.text.wording import content_stems

NEAR = 4  # content words between two words of a phrase, at most
COMMON = 0.5  # share of the papers above which a word says nothing about a topic
HALF_OF_TWO = 0.8  # share of `A and B` that a text on A alone has

_ALTERNATIVES = re.compile(
    r"\s*(?:,|/|\bor\b|\bi\.?e\.?(?!\w)|\be\.?g\.?(?!\w)|\bsuch as\b|\bincluding\b)\s*", re.IGNORECASE
)
_QUALIFIER = re.compile(
    r"\s*(?:\([^)]*\)|,\s*(?:of|in|for|with|on|be it|whether|both)\b.*$|,[^,]*\bas well as\b.*$"
    r"|\band (?:their|its)\b.*$)",
    re.IGNORECASE,
)
_SOURCE_CODE = re.compile(r"\b(?:source|program) code\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:&|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """The text of a topic, and the collection in which its words are weighed."""

    text: str
    index: Index

    @cached_property
    def plain(self) -> str:
        """Return the topic without remarks in brackets and qualifiers at its end."""
        return _SOURCE_CODE.sub("code", _QUALIFIER.sub("", self.text))

    @cached_property
    def core(self) -> str:
        """Return the topic without content words that have no weight, for the lexical search."""
        weighed = self.weights.keys()
        kept = [word for word in self.plain.split() if not content_stems(word) or weighed & set(topic_words(word))]
        return " ".join(kept)

    @cached_property
    def alternatives(self) -> list[tuple[str, ...]]:
        """Return the words of each alternative wording (`A or B`), in order."""
        return self._specific(_ALTERNATIVES.split(self.plain))

    @cached_property
    def joined(self) -> list[tuple[str, ...]]:
        """Return the words of each of the things that `and` joins; none where nothing is joined."""
        parts = _AND.split(self.plain)
        return self._specific(parts) if len(parts) > 1 else []

    def _specific(self, parts: Iterable[str]) -> list[tuple[str, ...]]:
        specific = [tuple(word for word in topic_words(part) if word in self.weights) for part in parts]
        return [words for words in specific if words]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Return how rare each word is, log(1 + papers / (papers with it + 0.5)); common words only where all are."""
        count = self.index.manifest.paper_count
        found = {word: self._papers_with(word) for word in topic_words(self.plain)}
        rarity = {word: math.log(1 + count / (papers + 0.5)) for word, papers in found.items()}
        named = {word: r for word, r in rarity.items() if is_specific(word)} or rarity
        return {word: r for word, r in named.items() if found[word] <= COMMON * count or word[0] == "~"} or named

    def _papers_with(self, word: str) -> int:
        return max(self.index.lexical.papers_with(stem) for stem in stems_of(word))

    def share_in(self, text: str) -> float:
        """Return the share, 0..1, of its best alternative that a text has; rare words count more."""
        present = set(topic_words(text))
        shares = [self._share(present, asked) for asked in self.alternatives]
        return max([*shares, *(HALF_OF_TWO * self._share(present, asked) for asked in self.joined)], default=0.0)

    def phrase_in(self, text: str) -> float:
        """Return the share, 0..1, of an alternative's neighbouring words that are near each other in a text."""
        return max((_near_pairs(asked, topic_words(text)) for asked in self.alternatives), default=0.0)

    def _share(self, present: set[str], asked: tuple[str, ...]) -> float:
        return self._weight(present & set(asked)) / self._weight(set(asked))

    def _weight(self, words: set[str]) -> float:
        return sum(self.weights[word] for word in words)


def _near_pairs(asked: tuple[str, ...], words: tuple[str, ...]) -> float:
    if len(asked) == 1:
        return float(asked[0] in words)
    places = {word: [i for i, w in enumerate(words) if w == word] for word in asked}
    pairs = list(itertools.pairwise(asked))
    near = [any(abs(i - j) <= NEAR for i in places[a] for j in places[b]) for a, b in pairs]
    return sum(near) / len(pairs)
