"""Words, numbers and names of a text, and the markers of an answer."""

from rag.text.markers import with_markers
from rag.text.wording import content_stems, names, numbers


def test_markers_stand_before_the_full_stop() -> None:
    assert with_markers("It boils.", [1, 2]) == "It boils [1][2]."
    assert with_markers("It boils", [1]) == "It boils [1]"


def test_numbers_are_compared_as_written_and_not_parts_of_names() -> None:
    assert numbers("4.31 times, 53.62%, 1,000 in GLM-130B, (12-38%), -82.30 %") == {
        "4.31", "53.62%", "1000", "12", "38%", "82.30%",
    }  # fmt: skip


def test_names_have_inner_capitals_or_digits() -> None:
    assert names("The CodeBERT and GLM-130B beat T5 on English text") == {"codebert", "glm-130b", "t5"}


def test_stems_meet_across_inflection_and_compounds() -> None:
    assert content_stems("boiling pots") == content_stems("the pot boils")
    assert content_stems("What is pre-trained?") >= {"pre", "train"}
