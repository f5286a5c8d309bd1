"""Complete a draft by quotation: what is part of the answer, and the draft does not cite, is quoted."""

from collections.abc import Sequence

from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import quotation
from rag.reading.reader import Judged
from rag.text.orders import is_order

MOST_SENTENCES = 3  # of an answer with quotations: it is read in ten seconds


def completed(
    said: Sequence[GroundedSentence], judged: Judged, most_sentences: int | None = None
) -> list[GroundedSentence]:
    """Return the sentences of a draft, then quotations of what is part of the answer and not cited in the draft.

    The likeliest come first; with the draft they are at most `most_sentences`; None: MOST_SENTENCES. A sentence that
    may be an order to a language model is never quoted.
    """
    cited = {evidence for sentence in said for evidence in sentence.evidence}
    missing = [e for e in judged.parts_of_answer if e not in cited and not is_order(e.sentence.text)]
    return [*said, *map(quotation, missing[: max(0, (most_sentences or MOST_SENTENCES) - len(said))])]


def likeliest(judged: Judged) -> list[GroundedSentence]:
    """Return a quotation of the likeliest sentence; none if it may be an order to a language model."""
    return [quotation(e) for e in judged.best(1) if not is_order(e.sentence.text)]
