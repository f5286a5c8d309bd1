"""BM25 over whole papers (title and abstract), with English stop words and stemming.

Document frequencies and lengths are those of the live papers of all segments: scores do not depend on how papers are
spread over segments, nor on what was removed.
"""

import difflib
import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import bm25s
import numpy as np
import Stemmer

from index_store.records import Paper
from index_store.segments.postings import Postings

# Lucene's BM25; k1 and b were tuned on SciFact train (eval/LOG.md).
K1 = 0.9
B = 0.6
MISSPELLED_FROM = 5  # letters; too many shorter words are similar
NEARLY = 0.8  # similarity (Ratcliff and Obershelp) from which a word may be another one misspelled


def tokenize(texts: Sequence[str]) -> list[list[str]]:
    """Return the stems of each text, without stop words."""
    return bm25s.tokenize(
        list(texts), stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )


def lexical_text(paper: Paper) -> str:
    """Return the text that a paper is indexed by; its title counts twice."""
    return f"{paper.title}\n{paper.title}\n{paper.abstract}"


class LexicalIndex:
    """BM25 over the postings of segments; positions are paper rows, `live` (rows,) says which are stored."""

    def __init__(self, parts: Sequence[Postings], live: np.ndarray) -> None:
        self._parts = parts
        self._starts = np.cumsum([0, *(len(part.lengths) for part in parts)])
        lengths = np.concatenate([np.zeros(0, dtype=np.int64), *(part.lengths for part in parts)])
        self._paper_count = int(live.sum())
        mean = lengths[live].mean() if lengths[live].any() else 1.0
        self._penalties = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)

    def among(self, rows: np.ndarray) -> "LexicalIndex":
        """Return the index of some of the papers alone."""
        live = np.zeros(len(self._penalties), dtype=bool)
        live[rows] = True
        lives = np.split(live, self._starts[1:-1])
        return LexicalIndex([part.among(of_part) for part, of_part in zip(self._parts, lives, strict=False)], live)

    def scores(self, query: str) -> np.ndarray:
        """Return the BM25 score of every paper row (rows,); 0 where no word of the query is, or no paper."""
        scores = np.zeros(len(self._penalties), dtype=np.float32)
        for stem, times in Counter(tokenize([query])[0]).items():
            rows, counts = self._holding(stem)
            rarity = math.log(1 + (self._paper_count - len(rows) + 0.5) / (len(rows) + 0.5))
            scores[rows] += times * rarity * counts / (counts + self._penalties[rows])
        return scores

    def _holding(self, stem: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of the papers that hold a stem, and how often each does."""
        found = [part.of(stem) for part in self._parts]
        rows = [start + places for start, (places, _) in zip(self._starts, found, strict=False)]
        none = np.zeros(0, dtype=np.int64)
        return np.concatenate([none, *rows]), np.concatenate([none, *(counts for _, counts in found)])

    def holders_by_group(self, group_of: np.ndarray, count: int) -> tuple[list[str], np.ndarray]:
        """Return all stems, and how many papers of each of `count` groups hold them (stems, groups).

        `group_of` (rows,) says which group each paper is of, -1: of none.
        """
        found = [
            part.holders_by_group(group_of[start : start + len(part.lengths)], count)
            for start, part in zip(self._starts, self._parts, strict=False)
        ]
        stems = sorted({stem for words, _ in found for stem in words})
        number = {stem: place for place, stem in enumerate(stems)}
        holders = np.zeros((len(stems), count), dtype=np.int64)
        for words, of_part in found:
            holders[[number[word] for word in words]] += of_part
        return stems, holders

    @cached_property
    def _stems(self) -> set[str]:
        return set().union(*(part.words() for part in self._parts))

    def is_strange(self, word: str) -> bool:
        """Return whether no paper holds a word, nor, from MISSPELLED_FROM letters on, a word spelled nearly so."""
        return any(not self.papers_with(stem) and not self._has_similar(stem) for stem in tokenize([word])[0])

    def _has_similar(self, stem: str) -> bool:
        if len(stem) < MISSPELLED_FROM or not stem.isalpha():
            return False
        alike = [known for known in self._stems if known[:1] == stem[0] and abs(len(known) - len(stem)) <= 2]
        return bool(difflib.get_close_matches(stem, alike, 1, NEARLY))

    def papers_with(self, stem: str) -> int:
        """Return how many papers hold a stem."""
        return len(self._holding(stem)[0])

    def papers_with_word(self, word: str) -> int:
        """Return how many papers hold a word in any of its forms; the rarest part counts of a word in several parts."""
        return min((self.papers_with(stem) for stem in tokenize([word])[0]), default=0)
