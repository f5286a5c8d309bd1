"""How well a question is met word by word: by late interaction, as in ColBERT (Khattab and Zaharia 2020).

Each word of the question, as the embedder reads it there, is compared with the nearest word of a sentence, as it is
read there, and counts by how rare it is. So `marks on letters` meets `diacritics`: no word of theirs is the same, and
one vector of the whole sentence says too little of either.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index_store.index import Index
from index_store.records import Paper
from rag.models.embedder.embedded_text import EmbeddedText
from rag.text.wording import content_stems


@dataclass(frozen=True)
class Matching:
    """A question, held against the sentences of an index."""

    index: Index
    question: EmbeddedText

    def by_sentences(self, rows: Sequence[int]) -> np.ndarray:
        """Return how well each sentence meets the words of the question (sentences,), 1 where it has them all.

        By the vector of the whole where the question has no words.
        """
        if not self.question.stems:
            return self.index.sentence_vectors[rows].astype(np.float32) @ self.question.vector
        return self.index.words.nearest(self.question.words, rows) @ self._weights

    def by_paper(self, rows: Sequence[int]) -> float:
        """Return how well the sentences of a paper meet the words of the question together, 1 where they have them all.

        By the nearest sentence where the question has no words.
        """
        if not self.question.stems:
            return float(self.by_sentences(rows).max(initial=-1.0))
        return float(self.index.words.nearest(self.question.words, rows).max(axis=0, initial=0.0) @ self._weights)

    @cached_property
    def _weights(self) -> np.ndarray:
        return _weights(self.index, self.question.stems)


def share_held(index: Index, question: str, paper: Paper) -> float:
    """Return the share of a question's words that a title and its abstract hold, 0..1, rare words counting more."""
    asked = sorted(content_stems(question))
    held = content_stems(f"{paper.title} {paper.abstract}")
    return float(sum(w for stem, w in zip(asked, _weights(index, asked), strict=True) if stem in held))


def _weights(index: Index, stems: Sequence[str]) -> np.ndarray:
    """Return the share of each stem in the rarity of all; a single character tells next to nothing, as in BM25."""
    papers = index.manifest.paper_count
    held = [index.lexical.papers_with(stem) if len(stem) > 1 else papers for stem in stems]
    rarity = np.array([math.log(1 + papers / (1 + papers_with)) for papers_with in held])
    return rarity / rarity.sum()
