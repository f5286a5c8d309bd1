"""The words that several readers look for: for papers, for the collection, for numbers, and for comparisons."""

import re
from collections.abc import Callable, Sequence

from rag.collection.metadata import Condition, MetadataField, Operator, Value
from rag.text.number_words import NUMBER_WORDS, SCALES

PLURAL = r"(?:papers|works|studies|articles|publications|preprints|abstracts)"
SINGULAR = rf"(?:{PLURAL}|paper|work|study|article|publication|preprint|abstract|records?)"
KIND = (  # up to four words before a noun that say of what kind it is: `survey or overview papers`
    rf"((?:[\w'-]+ or (?!{PLURAL})(?=[\w'-]+ ))?"
    r"(?:(?!(?:do|does|did|is|are|was|were|can|could|should|would|will|has|have|had|say|about|the|not"
    r"|you|i|we|it|this|that|by|of|in|on|for|to|and|or|with|how|why|when)\b)[\w'-]+ ){0,4}?)"
)
COLLECTION = r"(?:collection|corpus|library|database|index|set|lot|papers|abstracts|records)"
WHERE = rf"(?:in|from|of|within|across|among) (?:(?:the|this|your|my|our|these|those|all|whole|of) )*{COLLECTION}\b"

_NUMBERS = {**NUMBER_WORDS, "zero": 0, "single": 1, "sole": 1, "solo": 1, "a dozen": SCALES["dozen"]}
NUMBER = rf"(?:\d{{1,5}}|{'|'.join(_NUMBERS)})"
_LIMIT = re.compile(rf"\b(?:top )?({NUMBER})(?= |$)", re.IGNORECASE)

Reader = Callable[[re.Match[str]], list[Condition]]
Rule = tuple[re.Pattern[str], Reader]  # a wording, and the conditions that a match of it sets
Comparisons = Sequence[tuple[str, Operator]]  # wordings as patterns, and the operator each stands for


def number(text: str) -> int:
    """Return the value of a number in digits or words."""
    value = _NUMBERS.get(text.lower())
    return int(text) if value is None else value


def take_limit(text: str) -> tuple[int | None, str]:
    """Return how many papers are wanted, None where it is not said, and the text without that."""
    found = _LIMIT.search(text)
    if not found or number(found[1]) < 2:
        return None, text
    return number(found[1]), text[: found.start()] + text[found.end() :]


def rule(pattern: str, read: Reader) -> Rule:
    """Return a rule; the case of letters does not matter."""
    return re.compile(pattern, re.IGNORECASE), read


def always(condition: Condition) -> Reader:
    """Return a reader for wordings that set one condition, whatever stands in them."""
    return lambda _: [condition]


def any_of(comparisons: Comparisons) -> str:
    """Return a pattern of all the wordings."""
    return "|".join(pattern for pattern, _ in comparisons)


def operator_of(match: re.Match[str], before: Comparisons, after: Comparisons) -> Operator:
    """Return the operator of what stands after or before a value, the groups of those names; `=` for nothing."""
    said = ((match["after"], after), (match["before"], before))
    pairs = ((text, pattern, op) for text, known in said if text for pattern, op in known)
    return next((op for text, pattern, op in pairs if re.fullmatch(pattern, text.strip(), re.IGNORECASE)), "=")


def between(field: MetadataField, first: Value, last: Value) -> list[Condition]:
    """Return the conditions of a span, both ends in it."""
    return [Condition(field, ">=", (first,)), Condition(field, "<=", (last,))]
