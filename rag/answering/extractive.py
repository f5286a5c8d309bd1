"""An answer without a language model: the best evidence sentences, quoted and cited."""

from collections.abc import Sequence

from rag.grounding.attribution import GroundedSentence
from rag.retrieval.evidence import Evidence
from rag.text.wording import content_stems

MAX_QUOTES = 3
MIN_SHARE_OF_BEST = 0.8  # of the best sentence's score; below it a further one is left out


def quote_best(question: str, evidence: Sequence[Evidence]) -> list[GroundedSentence]:
    """Return the one to three evidence sentences that answer best, in the order of the evidence."""
    scores = {e: e.score + _shared_words(question, e) for e in evidence}
    best = max(scores.values(), default=0.0)
    ranked = sorted(evidence, key=lambda e: -scores[e])[:MAX_QUOTES]
    chosen = {e for e in ranked if scores[e] >= MIN_SHARE_OF_BEST * best}
    return [GroundedSentence(e.sentence.text, (e,), "supported", kind="quoted") for e in evidence if e in chosen]


def _shared_words(question: str, evidence: Evidence) -> float:
    """Return the share of the question's content words in the sentence or its title."""
    asked = content_stems(question)
    held = content_stems(f"{evidence.paper.title} {evidence.sentence.text}")
    return len(asked & held) / len(asked) if asked else 0.0
