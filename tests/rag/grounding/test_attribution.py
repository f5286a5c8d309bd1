"""What counts as supported for those who ask; the choice of evidence is tested with the grounding."""

import pytest

from rag.answer import Support
from rag.grounding.attribution import GroundedSentence, is_mostly_supported


@pytest.mark.parametrize(
    ("support", "probability", "mostly"),
    [
        ("supported", 0.9, True),
        ("partial", 0.9, True),  # it begins with a pronoun, say
        ("partial", 0.5, False),
        ("unsupported", 0.9, False),  # a number is wrong, say
    ],
)
def test_what_is_shown_and_likely_is_mostly_supported(support: Support, probability: float, mostly: bool) -> None:
    assert is_mostly_supported(GroundedSentence("A clay pot boils.", (), support, probability)) is mostly
