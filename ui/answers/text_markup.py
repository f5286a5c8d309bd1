"""Text of papers and models as HTML: escaped, its formulas marked for the script that sets them."""

from html import escape

from rag.text.notation.maths import with_maths


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `1,200 papers`."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def markup(text: str) -> str:
    """Return a text as HTML; each formula stands in an element of class `maths`."""
    return with_maths(text, escape, lambda formula: f'<span class="maths">{escape(formula)}</span>')
