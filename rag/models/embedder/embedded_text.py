"""A text as the embedder reads it: one vector for the whole, and one for each content word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index_store.word_vectors import directions
from rag.text.wording import content_words

RULE = "words-1"  # which words have a vector, and how it is made


@dataclass(frozen=True)
class EmbeddedText:
    """A text with its unit vector (dimension,), and the directions (words, dimension) of its content words.

    `stems` are those words; there are none when the embedder gives no vectors of tokens. `for_papers` is the unit
    vector of a question that is compared with those of whole papers; None when no embedder reads those.
    """

    text: str
    vector: np.ndarray
    stems: tuple[str, ...]
    words: np.ndarray
    for_papers: np.ndarray | None = None

    @classmethod
    def of(
        cls, text: str, vector: np.ndarray, states: np.ndarray, offsets: Sequence[tuple[int, int]]
    ) -> "EmbeddedText":
        """Return a text whose words are the means of their tokens' states.

        Args:
            text: the text.
            vector: its vector (dimension,), of any length: that of a bfloat16 model is not exactly 1.
            states: the embedder's last states (tokens, dimension).
            offsets: start and end of each token in the text; (0, 0) for a special token.
        """
        ends = np.array([end for _, end in offsets], dtype=np.int64)
        inside = ends > 0
        ends, sums = ends[inside], np.cumsum(states[inside], axis=0, dtype=np.float64)
        sums = np.concatenate([np.zeros((1, states.shape[-1])), sums])
        stems, spans = [], []
        for stem, start, end in content_words(text):
            first, last = np.searchsorted(ends, (start, end), side="right")
            if first < last:  # else it is past the embedder's token limit
                stems.append(stem)
                spans.append((first, last))
        places = np.array(spans, dtype=np.int64).reshape(-1, 2)
        unit = vector / np.linalg.norm(vector)
        return cls(text, unit, tuple(stems), directions(sums[places[:, 1]] - sums[places[:, 0]]))
