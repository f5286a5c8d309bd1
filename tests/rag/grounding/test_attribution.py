"""How well a sentence is supported by what it cites; the choice of evidence is tested with the grounding."""

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag.answer import Support
from rag.grounding.attribution import GroundedSentence, is_mostly_supported

PAPER = Paper("pots", "Pots That Boil", "A clay pot of 3 litres boils water in 12 minutes.")
[BOILS] = evidence_of(PAPER)


@pytest.mark.parametrize(
    ("sentence", "support", "probability", "mostly"),
    [
        ("A clay pot boils 3 litres of water.", "partial", 0.57, True),
        ("A clay pot boils 3 litres of water.", "partial", 0.56, False),
        ("A clay pot boils 3 litres of soup on the old stove.", "partial", 1.0, False),
        ("A clay pot boils 3 litres of water.", "unsupported", 1.0, False),  # said of another system, say
    ],
)
def test_what_is_shown_likely_and_mostly_covered_is_mostly_supported(
    sentence: str, support: Support, probability: float, mostly: bool
) -> None:
    assert is_mostly_supported(GroundedSentence(sentence, (BOILS,), support, probability)) is mostly
