"""Orders to the language model in questions and abstracts (prompt injection); they are left out of the prompt.

A small language model obeys whatever its prompt says. A fitted model of words tells orders from what papers say and
people ask: `python -m eval.fit.fit_orders`. A person can still read the orders: the question is kept as it was typed,
the abstract as it was published.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rag.text.fitted import WordModel
from rag.text.sentences import split_sentences

FITTED = Path(__file__).with_name("orders.npz")
# Text between paired marks, which is judged by itself: <!-- … -->, [X] … [/X], {{ … }}, and what follows <|x|>.
_MARKED = re.compile(
    r"<\|[^<>]*\|>[^<]*|<!--.*?(?:-->|$)|\[(\w+)\].*?\[/\1\]|<(\w+)>.*?</\2>|\{\{.*?\}\}|%{3}.*?%{3}|`{3}.*?`{3}",
    re.DOTALL,
)


@lru_cache(maxsize=1)
def _fitted() -> WordModel:
    return WordModel.read(FITTED)


@lru_cache(maxsize=20_000)
def is_order(sentence: str) -> bool:
    """Return whether a sentence is an order to a language model that reads it."""
    return _fitted().is_likely(sentence)


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
