"""Complete a draft by quotation: what is part of the answer, and the draft does not cite, is quoted."""

from collections.abc import Sequence

from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import quotation
from rag.reading.reader import Judged
from rag.text.orders import may_be_order

MOST_SENTENCES = 3  # of an answer with quotations: it is read in ten seconds


def completed(
    said: Sequence[GroundedSentence], judged: Judged, most_sentences: int = MOST_SENTENCES
) -> list[GroundedSentence]:
    """Return the sentences of a draft, then quotations of what is part of the answer and not cited in the draft.

    The likeliest come first; with the draft they are at most `most_sentences`. Where nothing is said, the likeliest is
    quoted however likely it is. A sentence that may be an order to a language model is never quoted.
    """
    cited = {evidence for sentence in said for evidence in sentence.evidence}
    parts = judged.parts_of_answer or (() if said else judged.best(1))
    missing = [e for e in parts if e not in cited and not may_be_order(e.sentence.text)]
    return [*said, *map(quotation, missing[: max(0, most_sentences - len(said))])]
