"""The words that tell the papers of a topic from the others, from the counts that the search keeps.

A class tf-idf: how many of a topic's papers hold a word, times how much larger that share is than among all papers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import numpy as np

from index_store.index import Index
from index_store.lexical_index import tokenize
from rag.map.grouping import Groups
from rag.text.wording import content_stems

WORDS = 5  # words of a topic: what one reads at a glance
SPELLED = 60  # papers of a topic in which the usual spelling of its words is looked up: its words stand in many of them
_WORD = re.compile(r"\w\w+")


def telling_words(index: Index, groups: Groups) -> list[tuple[str, ...]]:
    """Return for each group its most telling words, as its papers spell them, the most telling first."""
    rows = index.table.places[:, 1]
    of_row = np.full(len(index.live), -1, dtype=np.int64)
    of_row[rows] = groups.of_paper
    stems, holders = index.lexical.holders_by_group(of_row, len(groups.centres))
    weights = _weights(holders, groups.counts)
    found = []
    for group, weight in enumerate(weights.T):
        best = [stems[place] for place in np.argsort(-weight, kind="stable") if weight[place] > 0]
        found.append(_spelled(index, rows[groups.of_paper == group][:SPELLED], best))
    return found


def _weights(holders: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return how telling each word is of each group (words, groups)."""
    share = holders / np.maximum(counts, 1)
    of_all = holders.sum(axis=1, keepdims=True) / max(counts.sum(), 1)
    if len(counts) == 1:  # nothing to be told from: the most frequent
        return share
    rarity: np.ndarray = np.log(np.maximum(share, 1e-9) / np.maximum(of_all, 1e-9))
    return np.where(holders > 1, share * rarity, 0)


def _spelled(index: Index, rows: np.ndarray, stems: Sequence[str]) -> tuple[str, ...]:
    """Return the first WORDS stems that are no stop words, as the papers of these rows spell them most often."""
    counts = Counter(word for paper in index.table.papers_of(rows) for word in _WORD.findall(paper.text))
    spellings: dict[str, list[str]] = {}
    for word, stem in zip(counts, tokenize(list(counts)), strict=True):
        if content_stems(word):
            spellings.setdefault("".join(stem), []).append(word)
    held = (spellings[stem] for stem in stems if stem in spellings)
    return tuple(min(words, key=lambda word: (-counts[word], word.swapcase())) for words in islice(held, WORDS))
