"""Complete a draft by quotation: what is part of the answer, and the draft does not cite, is quoted."""

from collections.abc import Sequence

from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import quotation
from rag.reading.reader import Judged
from rag.text.orders import may_be_order

MOST_SENTENCES = 3  # of an answer with quotations: it is read in ten seconds


def completed(said: Sequence[GroundedSentence], judged: Judged) -> list[GroundedSentence]:
    """Return the sentences of a draft, and quotations of the sentences that are part of the answer and it leaves out.

    The likeliest are quoted first, as many as make MOST_SENTENCES with the draft; a sentence that may be an order to a
    language model never is.
    """
    cited = {evidence for sentence in said for evidence in sentence.evidence}
    missing = [e for e in judged.parts_of_answer if e not in cited and not may_be_order(e.sentence.text)]
    return [*said, *map(quotation, missing[: max(0, MOST_SENTENCES - len(said))])]
