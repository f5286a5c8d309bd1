"""How near a sentence of a draft is to evidence, as a whole and word by word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index_store.word_vectors import nearest_words
from rag.models.embedder.embedded_text import EmbeddedText
from rag.text.wording import stem_sequence

Nearness = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Match:
    """A sentence beside evidence.

    `similarities` (evidence,) are cosines with the whole sentence, `nearest` (evidence, words) those of each of its
    words, whose stems are `stems`, with the nearest word of each evidence.
    """

    similarities: np.ndarray
    stems: tuple[str, ...]
    nearest: np.ndarray

    @classmethod
    def of(cls, sentence: EmbeddedText, vectors: np.ndarray, words: Sequence[np.ndarray]) -> "Match":
        """Return the match with evidence of these vectors (evidence, dimension) and directions of words."""
        return cls(vectors @ sentence.vector, sentence.stems, nearest_words(sentence.words, words))

    def at(self, places: Sequence[int]) -> "Match":
        """Return the match with the evidence at these places."""
        return replace(self, similarities=self.similarities[places], nearest=self.nearest[places])

    def of_clause(self, clause: str) -> "Match":
        """Return the match of one of two clauses.

        The vector of two unlike clauses is near (a + b) / √2: a clause's own cosine is √2 times that of the sentence.
        """
        stems = frozenset(stem_sequence(clause))
        held = [place for place, stem in enumerate(self.stems) if stem in stems]
        found = tuple(self.stems[place] for place in held)
        return Match(np.minimum(self.similarities * 2**0.5, 1), found, self.nearest[:, held])

    @property
    def nearness(self) -> Nearness:
        """Return each word with the cosine of the nearest word of any evidence."""
        return list(zip(self.stems, self.nearest.max(axis=0, initial=0.0).tolist(), strict=True))
