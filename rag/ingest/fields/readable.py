"""A text as a reader would see it: markup and LaTeX decoded, damage mended, what is no part of it cut off."""

from collections.abc import Callable

from rag.ingest.fields.latex import without_latex
from rag.ingest.fields.markup import without_markup
from rag.ingest.fields.mending import Mended, mend
from rag.text.notation.spreadsheet_cell import unguarded

_ROUNDS = 20


def readable(text: str, cut: Callable[[str], str] = str) -> Mended:
    """Return what a reader would see of `text`; the repairs are those of the last mending.

    What is decoded may be encoded again, so that it is read until it stays as it is: a text that was read once is never
    changed by reading it again. `cut` takes off what does not belong to it, such as a notice.
    Raises ValueError for a text that does not come to rest.
    """
    for _ in range(_ROUNDS):
        seen = mend(cut(_decoded(text)))
        if mend(cut(_decoded(seen.text))).text == seen.text:
            return seen
        text = seen.text
    raise ValueError(f"text that is encoded more than {_ROUNDS} times over")


def _decoded(text: str) -> str:
    return unguarded(without_latex(without_markup(text)).strip())
