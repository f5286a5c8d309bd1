"""How long an answer took, in seconds since the question; with several workers that includes waiting for the model."""

from collections.abc import Mapping
from typing import Any

from eval.sets.question_set import Case


def retrieve_seconds(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the time until the sources were found; None when nothing was searched."""
    return _seconds(answer, "retrieve_ms")


def first_words_seconds(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the time until the first words of the draft, time to first token; None when the model was not asked."""
    return _seconds(answer, "first_token_ms")


def seconds(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the time until the finished answer."""
    return _seconds(answer, "total_ms")


def _seconds(answer: Mapping[str, Any], which: str) -> float | None:
    milliseconds = answer["timings"][which]
    return None if milliseconds is None else milliseconds / 1000
