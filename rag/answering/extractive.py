"""An answer without a language model: the sentences that bear most on the question, quoted and cited."""

from collections.abc import Sequence

from rag.grounding.attribution import GroundedSentence
from rag.retrieval.evidence import Evidence
from rag.text.wording import content_stems

QUOTES = 3
NEAR_THE_BEST = 0.8  # share of the best sentence's merit that earns a further one its place


def quote_best(question: str, evidence: Sequence[Evidence]) -> list[GroundedSentence]:
    """Return the one to three evidence sentences that answer best, in the order of the evidence."""
    merits = {e: e.score + _shared_words(question, e) for e in evidence}
    best = max(merits.values(), default=0.0)
    ranked = sorted(evidence, key=lambda e: -merits[e])[:QUOTES]
    chosen = {e for e in ranked if merits[e] >= NEAR_THE_BEST * best}
    return [GroundedSentence(e.sentence.text, (e,), "supported") for e in evidence if e in chosen]


def _shared_words(question: str, evidence: Evidence) -> float:
    """Return the share of the question's content words in the sentence or its title."""
    asked = content_stems(question)
    held = content_stems(f"{evidence.paper.title} {evidence.sentence.text}")
    return len(asked & held) / len(asked) if asked else 0.0
