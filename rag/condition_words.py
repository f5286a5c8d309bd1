"""How a comparison is worded: pairs of a pattern and the operator it stands for."""

import re
from collections.abc import Callable

from rag.metadata import Condition, Operator

Reader = Callable[[re.Match[str]], list[Condition]]


def any_of(pairs: list[tuple[str, Operator]]) -> str:
    """Return a pattern of all the wordings."""
    return "|".join(pattern for pattern, _ in pairs)


def operator_of(text: str | None, pairs: list[tuple[str, Operator]]) -> Operator | None:
    """Return the operator that a wording stands for, None for no such wording."""
    return next((op for pattern, op in pairs if text and re.fullmatch(pattern, text.strip(), re.IGNORECASE)), None)
