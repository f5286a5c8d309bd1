"""Markers in a text that are not its own: `[1]` of an answer, and what a language model reads as control tokens."""

import re
from collections.abc import Sequence

_CONTROL_TOKEN = re.compile(r"<(?=\|)|(?<=\|)>|<(?=/?s>)|<(?=/?(?:tool_call|im_|end|start))")
_MARKER = re.compile(r"\s*\[\d+(?:\s*[,;-]\s*\d+)*\]")


def without_markers(text: str) -> str:
    """Return text without what looks like a citation: those of an answer are earned."""
    return _MARKER.sub("", text)


def inert(text: str) -> str:
    """Return text without anything that a tokenizer reads as a control token."""
    return _CONTROL_TOKEN.sub(" ", text)


def with_markers(sentence: str, cited: Sequence[int]) -> str:
    """Return a sentence with its markers before the final full stop."""
    markers = "".join(f"[{number}]" for number in cited)
    ending = re.search(r"[.!?。！？]*$", sentence)
    assert ending is not None
    return f"{sentence[: ending.start()]} {markers}{ending.group()}"
