"""How well a question is met word by word: by late interaction, as in ColBERT (Khattab and Zaharia 2020).

Each word of the question, as the embedder reads it there, is compared with the nearest word of a sentence, as it is
read there, and counts by how rare it is. So `marks on letters` meets `diacritics`: no word of theirs is the same, and
one vector of the whole sentence says too little of either.
"""

import math
from collections.abc import Sequence

import numpy as np

from index_store.index import Index
from index_store.records import Paper
from rag.embedded_text import EmbeddedText
from rag.wording import content_stems


def met_by_sentences(index: Index, question: EmbeddedText, sentence_rows: Sequence[int]) -> np.ndarray:
    """Return how well each sentence meets the words of a question (sentences,), 1 where it has them all.

    By the vector of the whole where the question has no words.
    """
    if not question.stems:
        return index.sentence_vectors[sentence_rows].astype(np.float32) @ question.vector
    return index.words.nearest(question.words, sentence_rows) @ _weights(index, question.stems)


def met_by_paper(index: Index, question: EmbeddedText, sentence_rows: Sequence[int]) -> float:
    """Return how well the sentences of a paper meet the words of a question together, 1 where they have them all.

    By the nearest sentence where the question has no words.
    """
    if not question.stems:
        return float(met_by_sentences(index, question, sentence_rows).max(initial=-1.0))
    nearest = index.words.nearest(question.words, sentence_rows).max(axis=0, initial=0.0)
    return float(nearest @ _weights(index, question.stems))


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
