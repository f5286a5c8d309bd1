"""A text in the cell of a spreadsheet: one that begins like a formula is guarded, so that it is never run."""

import re

_GUARD = "' "
_FIRST = r"[=+\-@\t\r\n＝＋－＠]"  # of a formula
_FORMULA = re.compile(rf"(?:' )*{_FIRST}")  # also what looks as if it were guarded
_GUARDED = re.compile(rf"(?:' )+(?={_FIRST})")


def guarded(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs: `' =1+1` for `=1+1`."""
    return _GUARD + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what was guarded as it was before, and any other text unchanged."""
    return _GUARDED.sub("", text, count=1) if _GUARDED.match(text) else text
