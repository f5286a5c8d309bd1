"""Orders to the language model in questions and abstracts (prompt injection); they are left out of the prompt.

A small language model obeys whatever its prompt says. A logistic regression on the words of a sentence and their pairs
(hashed, as in Weinberger et al. 2009) tells orders from what papers say and people ask: `python -m
eval.fit.fit_orders`. A person can still read the orders: the question is kept as it was typed, the abstract as it was
published.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from rag.text.sentences import split_sentences

if TYPE_CHECKING:
    import numpy as np

BUCKETS = 2**15
_FITTED = Path(__file__).with_name("orders.npz")
_WORD = re.compile(r"\w+|[^\w\s]")
# Text between paired marks, which is judged by itself: <!-- … -->, [X] … [/X], {{ … }}, and what follows <|x|>.
_MARKED = re.compile(
    r"<\|[^<>]*\|>[^<]*|<!--.*?(?:-->|$)|\[(\w+)\].*?\[/\1\]|<(\w+)>.*?</\2>|\{\{.*?\}\}|%{3}.*?%{3}|`{3}.*?`{3}",
    re.DOTALL,
)


@dataclass(frozen=True)
class OrderWords:
    """Weights (BUCKETS,) of hashed words and pairs of words, and a bias."""

    weights: "np.ndarray"
    bias: float

    @classmethod
    def read(cls) -> "OrderWords":
        """Return the fitted model."""
        import numpy as np

        with np.load(_FITTED, allow_pickle=False) as read:
            return cls(read["weights"].astype(np.float32), float(read["bias"]))

    def write(self) -> None:
        """Write the model into its file."""
        import numpy as np

        np.savez_compressed(_FITTED, weights=self.weights.astype(np.float16), bias=self.bias)

    def is_order(self, sentence: str) -> bool:
        """Return whether a sentence is likelier an order than not."""
        used = buckets(sentence)
        return bool(used) and float(self.weights[used].sum()) / len(used) ** 0.5 + self.bias > 0


def buckets(sentence: str) -> list[int]:
    """Return the places of the words and pairs of words of a sentence, each once; its ends count as words."""
    words = _WORD.findall(sentence.lower())
    return sorted({crc32(" ".join(run).encode()) % BUCKETS for run in [*zip(words), *pairwise(["^", *words, "$"])]})


@lru_cache(maxsize=1)
def _fitted() -> OrderWords:
    return OrderWords.read()


@lru_cache(maxsize=20_000)
def is_order(sentence: str) -> bool:
    """Return whether a sentence is an order to a language model that reads it."""
    return _fitted().is_order(sentence)


def split_orders(question: str) -> tuple[str, str]:
    """Return a question without its orders to a language model, and these orders; all of it if it has nothing else.

    The orders are kept, as the rest may refer to them.
    """
    pieces = list(_pieces(question))
    text = " ".join(piece for piece in pieces if not is_order(piece))
    return (text, " ".join(filter(is_order, pieces))) if text else (question, "")


def _pieces(question: str) -> Iterator[str]:
    """Yield the sentences of a question, and what stands between paired marks, as one piece each."""
    place = 0
    for marked in [*_MARKED.finditer(question), None]:
        start, end = marked.span() if marked else (len(question), len(question))
        plain = question[place:start]
        pieces = [*(plain[first:last] for first, last in split_sentences(plain)), question[start:end]]
        yield from (" ".join(piece.split()) for piece in pieces if piece.strip())
        place = end
