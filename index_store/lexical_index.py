"""BM25 over whole papers (title and abstract), with English stop words and stemming."""

import difflib
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from index_store.records import Paper

# Lucene's BM25; k1 and b were tuned on SciFact train (eval/LOG.md).
K1 = 0.9
B = 0.6
MISSPELLED_FROM = 5  # letters; too many shorter words are similar
NEARLY = 0.8  # similarity (Ratcliff and Obershelp) from which a word may be another one misspelled


def _tokenize(texts: Sequence[str]) -> list[list[str]]:
    return bm25s.tokenize(
        list(texts), stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )


def lexical_text(paper: Paper) -> str:
    """Return the text that a paper is indexed by; its title counts twice."""
    return f"{paper.title}\n{paper.title}\n{paper.abstract}"


def write_lexical_index(folder: Path, texts: Sequence[str], k1: float = K1, b: float = B) -> None:
    """Index one text a paper, in the order of the paper rows."""
    index = bm25s.BM25(method="lucene", k1=k1, b=b)
    tokens = [row or ["\0"] for row in _tokenize(texts)]  # bm25s refuses a corpus without a single word
    index.index(tokens, show_progress=False)
    index.save(folder, show_progress=False)


class LexicalIndex:
    """An opened BM25 index; positions are paper rows."""

    def __init__(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder, load_corpus=False)

    def scores(self, query: str) -> np.ndarray:
        """Return the BM25 score of every paper (paper_count,); all 0 when no word of the query is known."""
        known = [token for token in _tokenize([query])[0] if token in self._index.vocab_dict]
        if not known:
            return np.zeros(self._index.scores["num_docs"], dtype=np.float32)
        return self._index.get_scores(known)

    def is_strange(self, word: str) -> bool:
        """Return whether no paper holds a word, nor, from MISSPELLED_FROM letters on, a word spelled nearly so."""
        stems = [stem for stem in _tokenize([word])[0] if stem not in self._index.vocab_dict]
        return any(not self._has_similar(stem) for stem in stems)

    def _has_similar(self, stem: str) -> bool:
        if len(stem) < MISSPELLED_FROM or not stem.isalpha():
            return False
        alike = [known for known in self._index.vocab_dict if known[:1] == stem[0] and abs(len(known) - len(stem)) <= 2]
        return bool(difflib.get_close_matches(stem, alike, 1, NEARLY))

    def papers_with(self, stem: str) -> int:
        """Return how many papers hold a stem."""
        token = self._index.vocab_dict.get(stem)
        if token is None:
            return 0
        first, last = self._index.scores["indptr"][token : token + 2]
        return int(last - first)

    def papers_with_word(self, word: str) -> int:
        """Return how many papers hold a word in any of its forms; the rarest part counts of a word in several parts."""
        return min((self.papers_with(stem) for stem in _tokenize([word])[0]), default=0)
