"""The markers of an answer, `[1]`: put behind what is cited, and taken out of text that did not earn them."""

import re
from collections.abc import Sequence

_MARKER = re.compile(r"\s*\[\d+(?:\s*[,;-]\s*\d+)*\]")


def without_markers(text: str) -> str:
    """Return text without what looks like a citation: those of an answer are earned."""
    return _MARKER.sub("", text)


def with_markers(sentence: str, cited: Sequence[int]) -> str:
    """Return a sentence with its markers before the final full stop."""
    markers = "".join(f"[{number}]" for number in cited)
    ending = re.search(r"[.!?。！？]*$", sentence)
    assert ending is not None
    return f"{sentence[: ending.start()]} {markers}{ending.group()}"
