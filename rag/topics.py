"""Which papers deal with a topic: every title and abstract is judged, by its words and by its meaning.

No language model is asked. A paper's signals are how much of the topic its title, one of its sentences and its
abstract hold word by word, and how far its nearest sentence and passage stand out from the collection's.
"""

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index_store.index import Index
from index_store.records import Paper, Sentence
from rag.contributions import is_of_kind, kinds_asked, presenting
from rag.topic_words import is_nameless, stems_of, topic_words
from rag.wording import content_stems

MEMBER_FROM = 0.3  # probability at which a paper is taken to deal with the topic
JUDGED = 400  # papers of each search that are judged word by word: all of a small collection
NEAR = 4  # words, those without meaning left out
OF_ITS_OWN = 0.9  # share of the topic from which on a sentence speaks of it
COMMON = 0.5  # share of the papers from which on a word tells nothing of a topic

# Logistic regression on the tuning half of the project's questions and further topics: `python -m eval.tune_topics`.
INTERCEPT = -6.09
WEIGHTS = {
    "title": 2.31,  # share of the topic that the title holds
    "sentence": 0.42,  # share that one sentence holds
    "abstract": 1.20,  # share that title and abstract hold together
    "phrase": 1.66,  # share of neighbouring words that stand near each other
    "often": 1.22,  # how many sentences hold nearly all of it, up to three
    "nearest": 0.70,  # how far the nearest sentence stands out from those of other papers
    "passage": 0.58,  # the same of the nearest passage
}

_ALTERNATIVES = re.compile(
    r"\s*(?:,|/|\bor\b|\bi\.?e\.?(?!\w)|\be\.?g\.?(?!\w)|\bsuch as\b|\bincluding\b)\s*", re.IGNORECASE
)
_QUALIFIER = re.compile(
    r"\s*(?:\([^)]*\)|,\s*(?:of|in|for|with|on|be it|whether|both)\b.*$|,[^,]*\bas well as\b.*$)", re.IGNORECASE
)
_SOURCE_CODE = re.compile(r"\b(?:source|program) code\b", re.IGNORECASE)
_AVAILABILITY = re.compile(
    r"https?:|\b(?:code|implementation|models?|weights)\b.*\b(?:available|released|found at|open-?sourced)\b",
    re.IGNORECASE,
)
_NOUN = ("s", "ing", "ion", "ty")


@dataclass(frozen=True)
class Member:
    """A paper that deals with a topic, and the sentence that speaks most of it; None where only the title does."""

    paper: Paper
    sentence: Sentence | None
    probability: float


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
        """Return the words that tell the topic from the rest of the collection, for the embedder."""
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
        telling = [tuple(w for w in topic_words(" ".join(part)) if w in self.weights) for part in parts]
        return [words for words in telling if words]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Return how rare each word is; words that tell nothing are left out unless there are no others."""
        count = self.index.manifest.paper_count
        found = {word: self._papers_with(word) for word in topic_words(self.plain)}
        rarity = {word: math.log(1 + count / (papers + 0.5)) for word, papers in found.items()}
        named = {word: r for word, r in rarity.items() if not is_nameless(word)} or rarity
        return {word: r for word, r in named.items() if found[word] <= COMMON * count or word[0] == "~"} or named

    def _papers_with(self, word: str) -> int:
        return max(self.index.lexical.papers_with(stem) for stem in stems_of(word))

    def share_in(self, text: str) -> float:
        """Return how much of its best alternative a text holds, 0..1, rare words counting more."""
        return max(self._weight(set(topic_words(text)) & set(a)) / self._weight(set(a)) for a in self.alternatives)

    def phrase_in(self, text: str) -> float:
        """Return the share of an alternative's neighbouring words that stand near each other in a text, 0..1."""
        return max(_near_pairs(asked, topic_words(text)) for asked in self.alternatives)

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


def members(index: Index, text: str, embed: Callable[[str], np.ndarray]) -> list[Member]:
    """Return the papers that deal with a topic, the surest first; `embed` makes a unit vector (dimension,)."""
    kinds = kinds_asked(Topic(text, index).alternatives)
    if kinds:
        return list(_bringing(index, kinds))
    judged = [_judged(signals, paper, sentence) for signals, paper, sentence in signals_of_papers(index, text, embed)]
    return sorted((m for m in judged if m.probability >= MEMBER_FROM), key=lambda member: -member.probability)


def _bringing(index: Index, kinds: frozenset[str]) -> Iterator[Member]:
    for row, paper in enumerate(index.table.papers()):
        sentence = presenting([sentence for _, sentence in index.table.sentences(row)], kinds)
        if sentence or is_of_kind(paper, kinds):
            yield Member(paper, sentence, 1.0)


def signals_of_papers(
    index: Index, text: str, embed: Callable[[str], np.ndarray]
) -> list[tuple[dict[str, float], Paper, Sentence | None]]:
    """Return signals and best sentence of every paper that may deal with a topic."""
    topic = Topic(text, index)
    vector = embed(topic.core)
    cosines = index.sentence_vectors.astype(np.float32) @ vector
    nearest = _best_of_papers(cosines, index.paper_row_of_sentence, index)
    passage = _best_of_papers(index.chunk_vectors @ vector, index.paper_row_of_chunk, index)
    lexical = index.lexical.scores(topic.core)
    rows = sorted({int(r) for by in (nearest, passage, lexical) for r in np.argsort(-by, kind="stable")[:JUDGED]})
    nearest, passage = _standing_out(nearest), _standing_out(passage)
    return [
        _of_paper(topic, row, cosines, {"nearest": float(nearest[row]), "passage": float(passage[row])}) for row in rows
    ]


def _of_paper(
    topic: Topic, row: int, cosines: np.ndarray, meaning: dict[str, float]
) -> tuple[dict[str, float], Paper, Sentence | None]:
    paper, located = topic.index.table.paper(row), topic.index.table.sentences(row)
    telling = [pair for pair in located if not _AVAILABILITY.search(pair[1].text)]
    shares = {sentence: topic.share_in(sentence.text) for _, sentence in telling}
    best = max(telling, key=lambda pair: shares[pair[1]] + float(cosines[pair[0]]), default=None)
    words = {
        "title": topic.share_in(paper.title),
        "sentence": max(shares.values(), default=0.0),
        "abstract": topic.share_in(" ".join([paper.title, *(s.text for s in shares)])),
        "phrase": max(topic.phrase_in(text) for text in [paper.title, *(s.text for s in shares)]),
        "often": min(3, sum(share > OF_ITS_OWN for share in shares.values())) / 3,
    }
    return {**words, **meaning}, paper, best[1] if best else None


def _judged(signals: dict[str, float], paper: Paper, sentence: Sentence | None) -> Member:
    total = INTERCEPT + sum(weight * signals[name] for name, weight in WEIGHTS.items())
    return Member(paper, sentence, 1 / (1 + math.exp(-total)))


def _best_of_papers(values: np.ndarray, paper_rows: np.ndarray, index: Index) -> np.ndarray:
    best = np.full(index.manifest.paper_count, -1.0)
    np.maximum.at(best, paper_rows, values)
    return best


def _standing_out(values: np.ndarray) -> np.ndarray:
    """Return by how many standard deviations each value is above the mean, at most 5."""
    spread = values.std()
    return np.minimum((values - values.mean()) / spread, 5.0) if spread > 0 else np.zeros_like(values)
