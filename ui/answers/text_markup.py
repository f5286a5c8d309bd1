"""Text of papers and models as HTML: escaped, its formulas marked for the script that sets them."""

from html import escape

from rag.text.notation.maths import with_maths


def markup(text: str) -> str:
    """Return a text as HTML; each formula stands in an element of class `maths`."""
    return with_maths(text, escape, lambda formula: f'<span class="maths">{escape(formula)}</span>')
