"""An answer without a language model: the sentences that the reader holds part of the answer, quoted and cited."""

from rag.answering.completing import completed, likeliest
from rag.grounding.attribution import GroundedSentence
from rag.reading.reader import Judged


def quoted(judged: Judged, most_sentences: int | None = None) -> list[GroundedSentence]:
    """Return quotations of the sentences that are part of the answer, or of the likeliest; empty without evidence."""
    return completed([], judged, most_sentences) or likeliest(judged)
