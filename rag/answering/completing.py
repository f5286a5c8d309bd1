"""Complete a draft by quotation: what is part of the answer, and nothing in the draft says, is quoted."""

from collections.abc import Sequence

from rag.grounding.attribution import GroundedSentence, is_mostly_supported
from rag.grounding.grounding import quotation
from rag.reading.reader import Judged
from rag.text.orders import may_be_order

MOST_SENTENCES = 3  # of an answer with quotations: it is read in ten seconds


def completed(said: Sequence[GroundedSentence], judged: Judged) -> list[GroundedSentence]:
    """Return the sentences that answer: those of the draft, and quotations of what they leave out.

    A sentence of the draft that is not mostly supported gives way to the sentence that it cites, if that is part of the
    answer.
    """
    parts = [e for e in judged.parts_of_answer if not may_be_order(e.sentence.text)]
    kept = [s for s in said if is_mostly_supported(s) or not set(s.evidence) & set(parts)]
    cited = {evidence for sentence in kept for evidence in sentence.evidence}
    missing = [evidence for evidence in parts if evidence not in cited]
    return [*kept, *map(quotation, missing[: max(0, MOST_SENTENCES - len(kept))])]
