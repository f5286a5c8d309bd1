"""Names and numbers that stand where another one does in the evidence."""

import pytest

from rag.text.swapped import has_swapped_literal

TRAINED = "The kettle BoilNet is trained on PotBench with heat for 12 hours and on KettleBench for 3 hours."
COMPARED = "On PotBench, KettleBench and CIFAR-10, BoilNet boils water faster than PotFormer, which needs 4× more fuel."


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The kettle BoilNet is trained on KettleBench with heat.", TRAINED),
        ("It is trained on PotBench with heat for 3 hours.", TRAINED),
        ("The authors say that the kettle KettleBench is trained.", TRAINED),
        ("PotFormer boils water faster than BoilNet.", COMPARED),
        ("This is a theory of kettles (BoilNet).", "This is a theory of kettles (ToK) that BoilNet uses."),
    ],
)
def test_a_literal_in_the_place_of_another(sentence: str, text: str) -> None:
    assert has_swapped_literal(sentence, [text])


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("BoilNet is trained on KettleBench.", TRAINED),
        ("BoilNet is trained on KettleBench for 3 hours.", TRAINED),
        ("KettleBench is where BoilNet was trained after PotBench.", TRAINED),
        ("On CIFAR-10, BoilNet boils water faster than PotFormer.", COMPARED),
        ("On KettleBench and PotBench, BoilNet boils water faster.", COMPARED),
        ("On CIFAR-10, KettleBench and PotBench, BoilNet boils water.", COMPARED),
        ("BoilNet boils water faster than PotFormer, which needs 4 times more fuel.", COMPARED),
        ("BoilNet needs 3 litres of hot water.", "BoilNet and PotFormer need 2 litres and 3 litres of hot water."),
        ("BoilNet-large boils water faster than PotFormers.", COMPARED),
        ("KettleGPT is 4.31 times faster than the old pot.", "It gets 4.31 and 4.15 times faster than the old pot."),
        (
            "KettleGPT is 4.31 times faster than the old pot.",
            "It gets 4.31 times and 4.15 times faster than the old pot.",
        ),
        ("KettleGPT boils water.", "Pots boil water."),
        ("12 pots and 3 lids boil.", "Three lids and twelve pots boil."),
    ],
)
def test_a_literal_in_its_own_place_or_in_that_of_none(sentence: str, text: str) -> None:
    assert not has_swapped_literal(sentence, [text])


def test_a_literal_may_have_its_place_in_any_cited_sentence() -> None:
    sentence = "The kettle BoilNet is trained on KettleBench with heat."
    assert has_swapped_literal(sentence, [TRAINED])
    assert not has_swapped_literal(sentence, [TRAINED, "We found that BoilNet is trained on KettleBench with heat."])
