"""How conditions are found in a question: a rule is a wording, and what conditions it sets."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rag.collection.condition import Condition, Operator

Reader = Callable[[re.Match[str]], list[Condition]]
Comparisons = Sequence[tuple[str, Operator]]  # wordings as patterns, and the operator each stands for


class Rule(NamedTuple):
    """A pattern, and the reader of its matches."""

    pattern: re.Pattern[str]
    read: Reader


def rule(pattern: str, read: Reader) -> Rule:
    """Return a rule; the case of letters does not matter."""
    return Rule(re.compile(pattern, re.IGNORECASE), read)


def always(condition: Condition) -> Reader:
    """Return a reader for wordings that set one condition, whatever stands in them."""
    return lambda _: [condition]


def any_of(comparisons: Comparisons) -> str:
    """Return a pattern of all the wordings."""
    return "|".join(pattern for pattern, _ in comparisons)


def operator_of(text: str | None, comparisons: Comparisons) -> Operator | None:
    """Return the operator that a wording stands for, None for no such wording."""
    return next((op for pattern, op in comparisons if text and re.fullmatch(pattern, text.strip(), re.I)), None)
