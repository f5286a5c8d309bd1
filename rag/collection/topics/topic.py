"""A topic as one collection sees it: its wordings, how rare their words are, and how much of it a text holds."""

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from index_store.index import Index
from rag.collection.topics.topic_words import is_nameless, is_telling, stems_of, topic_words
from rag.text.wording import content_stems

NEAR = 4  # words, those without meaning left out
COMMON = 0.5  # share of the papers from which on a word tells nothing of a topic
HALF_OF_TWO = 0.8  # what a text on one of two things joined by `and` holds of them

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
_NOUN = ("s", "ing", "ion", "ty")


@dataclass(frozen=True)
class Topic:
    """A topic as one collection sees it: words that very many of its papers hold tell nothing."""

    text: str
    index: Index

    @cached_property
    def plain(self) -> str:
        """Return the topic without remarks in brackets and qualifiers at its end."""
        return _SOURCE_CODE.sub("code", _QUALIFIER.sub("", self.text))

    @cached_property
    def core(self) -> str:
        """Return the words that tell the topic from the rest of the collection, for the search of words."""
        telling = self.weights.keys()
        kept = [word for word in self.plain.split() if not content_stems(word) or telling & set(topic_words(word))]
        return " ".join(kept)

    @cached_property
    def alternatives(self) -> list[tuple[str, ...]]:
        """Return the wordings any of which will do, each as the words it asks for, in order."""
        parts = [part.split() for part in _ALTERNATIVES.split(self.plain)]
        last = parts[-1]
        if len(last) == 2:  # "text or image generation": both are kinds of generation
            parts = [[*part, last[1]] if _is_adjective(part) else part for part in parts]
        return self._telling(" ".join(part) for part in parts)

    @cached_property
    def joined(self) -> list[tuple[str, ...]]:
        """Return the things that `and` joins, each as the words it asks for; none if nothing is joined."""
        parts = _AND.split(self.plain)
        return self._telling(parts) if len(parts) > 1 else []

    def _telling(self, parts: Iterable[str]) -> list[tuple[str, ...]]:
        telling = [tuple(word for word in topic_words(part) if word in self.weights) for part in parts]
        return [words for words in telling if words]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Return how rare each word is; words that tell nothing are left out unless there are no others."""
        count = self.index.manifest.paper_count
        found = {word: self._papers_with(word) for word in topic_words(self.plain)}
        rarity = {word: math.log(1 + count / (papers + 0.5)) for word, papers in found.items()}
        named = {word: r for word, r in rarity.items() if is_telling(word)} or rarity
        return {word: r for word, r in named.items() if found[word] <= COMMON * count or word[0] == "~"} or named

    def _papers_with(self, word: str) -> int:
        return max(self.index.lexical.papers_with(stem) for stem in stems_of(word))

    def share_in(self, text: str) -> float:
        """Return how much of its best alternative a text holds, 0..1, rare words counting more."""
        held = set(topic_words(text))
        shares = [self._share(held, asked) for asked in self.alternatives]
        return max([*shares, *(HALF_OF_TWO * self._share(held, asked) for asked in self.joined)], default=0.0)

    def phrase_in(self, text: str) -> float:
        """Return the share of an alternative's neighbouring words that stand near each other in a text, 0..1."""
        return max((_near_pairs(asked, topic_words(text)) for asked in self.alternatives), default=0.0)

    def _share(self, held: set[str], asked: tuple[str, ...]) -> float:
        return self._weight(held & set(asked)) / self._weight(set(asked))

    def _weight(self, words: set[str]) -> float:
        return sum(self.weights[word] for word in words)


def _is_adjective(words: list[str]) -> bool:
    return len(words) == 1 and not words[0].endswith(_NOUN) and not any(map(is_nameless, topic_words(words[0])))


def _near_pairs(asked: tuple[str, ...], words: tuple[str, ...]) -> float:
    if len(asked) == 1:
        return float(asked[0] in words)
    places = {word: [i for i, w in enumerate(words) if w == word] for word in asked}
    pairs = list(itertools.pairwise(asked))
    near = [any(abs(i - j) <= NEAR for i in places[a] for j in places[b]) for a, b in pairs]
    return sum(near) / len(pairs)
