"""Which papers deal with a topic: each is compared with it by meaning and by words; no language model is used.

The list is the one whose expected F1 is highest (Lewis 1995), so no bound cuts it: `python -m eval.fit.fit_members`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index_store.index import Index
from index_store.records import Paper, Sentence
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.late_interaction import WordMatch
from rag.text.fitted import LogisticModel

ON_TOPIC = LogisticModel.read(Path(__file__).with_name("on_topic.json"))
ANY_ON_TOPIC = LogisticModel.read(Path(__file__).with_name("any_on_topic.json"))
COMPARED = 400  # papers nearest in meaning that are compared word by word: all of a small collection


@dataclass(frozen=True)
class Member:
    """A paper that deals with a topic, and the sentence most about it; None for an abstract without sentences."""

    paper: Paper
    sentence: Sentence | None
    probability: float


@dataclass(frozen=True)
class Compared:
    """How near papers are to a topic, arrays (n,): by meaning in standard deviations, and by words; and their rows."""

    rows: np.ndarray
    meaning: np.ndarray
    words: np.ndarray

    @property
    def of_papers(self) -> Mapping[str, np.ndarray]:
        """Return the features (n,) of each paper."""
        of_all = {name: np.full(len(self.rows), value) for name, value in self.of_all.items()}
        return {"meaning": self.meaning, "words": self.words} | of_all

    @property
    def of_all(self) -> Mapping[str, float]:
        """Return the features of all of the papers together."""
        return {
            "best meaning": float(self.meaning.max(initial=0)),
            "best words": float(self.words.max(initial=0)),
            "papers": math.log(max(1, len(self.rows))),
        }


def members(index: Index, topic: EmbeddedText, but: EmbeddedText | None = None) -> list[Member]:
    """Return the papers that deal with a topic `but` not with another, most probable first.

    There are none where it is likelier that no paper deals with the topic.
    """
    match = WordMatch(index, topic)
    compared = compare(match)
    chances = _chances(compared)
    if but:
        other = compare(WordMatch(index, but))
        on_other = dict(zip(other.rows.tolist(), _chances(other).tolist(), strict=True))
        chances = chances * np.array([1 - on_other.get(row, 0.0) for row in compared.rows.tolist()])
    chosen = best_list(chances, ANY_ON_TOPIC.probability(compared.of_all))
    return [_member(int(compared.rows[place]), float(chances[place]), match) for place in chosen]


def _chances(compared: Compared) -> np.ndarray:
    """Return the probability (n,) that each paper is on the topic, if any is."""
    return ON_TOPIC.probabilities(compared.of_papers)


def compare(match: WordMatch) -> Compared:
    """Return how near the papers of an index are to a topic."""
    index = match.index
    meaning = standing_out(_meaning(index, match.question))
    near = np.argsort(-meaning, kind="stable")[:COMPARED]
    rows = index.paper_rows[near]
    words = np.array([match.paper_score(index.table.sentence_rows(int(row))) for row in rows])
    return Compared(rows, meaning[near], words)


def best_list(chances: np.ndarray, any_: float) -> np.ndarray:
    """Return the places of the list with the highest expected F1, surest first.

    Args:
        chances: the probability (n,) that each paper is on the list, if any is.
        any_: the probability that any is; without one the empty list is right.
    """
    order = np.argsort(-chances, kind="stable")
    expected = 2 * np.cumsum(chances[order]) / (np.arange(1, len(order) + 1) + chances.sum())
    best = int(expected.argmax()) if len(expected) else 0
    return order[: best + 1] if len(expected) and any_ * expected[best] > 1 - any_ else order[:0]


def _meaning(index: Index, topic: EmbeddedText) -> np.ndarray:
    """Return the cosine of each paper (papers,) with a topic: of the whole paper, or of its nearest passage."""
    if topic.for_papers is not None:
        whole: np.ndarray = index.paper_vectors[index.paper_rows].astype(np.float32) @ topic.for_papers
        return whole
    best = np.full(len(index.live), -1.0)
    np.maximum.at(best, index.paper_row_of_chunk, index.chunk_vectors @ topic.vector)
    nearest: np.ndarray = best[index.paper_rows]
    return nearest


def standing_out(values: np.ndarray) -> np.ndarray:
    """Return by how many standard deviations each value is above the mean."""
    spread = values.std() if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def _member(row: int, chance: float, match: WordMatch) -> Member:
    located = match.index.table.sentences(row)
    scores = match.sentence_scores([vector_row for vector_row, _ in located])
    sentence = located[int(scores.argmax())][1] if located else None
    return Member(match.index.table.paper(row), sentence, chance)
