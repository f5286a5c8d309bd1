"""How well sentences match a question word by word: late interaction, as in ColBERT (Khattab and Zaharia 2020).

The contextual vector of each question word is compared with the nearest word vector of a sentence; rare words weigh
more. So `marks on letters` matches `diacritics`, although they share no word and one vector per sentence is too coarse.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index_store.index import Index
from rag.models.embedder.embedded_text import EmbeddedText


@dataclass(frozen=True)
class WordMatch:
    """Matches one question with the sentences of an index."""

    index: Index
    question: EmbeddedText

    def sentence_scores(self, rows: Sequence[int]) -> np.ndarray:
        """Return how well each sentence matches the words of the question, (sentences,); 1 if it has all of them.

        For a question without content words: the cosine with the whole question.
        """
        if not self.question.stems:
            return self.index.sentence_vectors[rows].astype(np.float32) @ self.question.vector
        return self.index.words.nearest(self.question.words, rows) @ self._weights

    def paper_score(self, rows: Sequence[int]) -> float:
        """Return how well the sentences of a paper together match the question; 1 if they have all of its words.

        For a question without content words: the cosine of the nearest sentence.
        """
        if not self.question.stems:
            return float(self.sentence_scores(rows).max(initial=-1.0))
        return float(self.index.words.nearest(self.question.words, rows).max(axis=0, initial=0.0) @ self._weights)

    @cached_property
    def _weights(self) -> np.ndarray:
        return _weights(self.index, self.question.stems)


def _weights(index: Index, stems: Sequence[str]) -> np.ndarray:
    """Return the weights of stems by inverse document frequency, summing to 1; single characters weigh least."""
    papers = index.manifest.paper_count
    held = [index.lexical.papers_with(stem) if len(stem) > 1 else papers for stem in stems]
    rarity = np.array([math.log(1 + papers / (1 + papers_with)) for papers_with in held])
    return rarity / rarity.sum()
