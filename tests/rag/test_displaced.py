"""Names and numbers that stand where another one does in the evidence."""

import pytest

from rag.displaced import is_displaced

TRAINED = "BoilNet is trained on PotBench for 12 hours and tested on KettleBench for 3 hours."
COMPARED = "On PotBench, KettleBench and CIFAR-10, BoilNet boils faster than PotFormer, which needs 4× more fuel."


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("BoilNet is trained on KettleBench.", TRAINED),
        ("It is trained on PotBench for 3 hours.", TRAINED),
        ("The authors say that BoilNet is tested on PotBench.", TRAINED),
        ("PotFormer boils faster than BoilNet.", COMPARED),
        ("BoilNet boils faster than CIFAR-10.", COMPARED),
        ("A theory of kettles (BoilNet) is new.", "A theory of kettles (ToK) is used by BoilNet."),
    ],
)
def test_a_literal_in_the_place_of_another(sentence: str, text: str) -> None:
    assert is_displaced(sentence, [text])


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("BoilNet is tested on KettleBench for 3 hours.", TRAINED),
        ("KettleBench is where BoilNet was tested, PotBench where it was trained.", TRAINED),
        ("On CIFAR-10, BoilNet boils faster than PotFormer.", COMPARED),
        ("On KettleBench and PotBench, BoilNet boils faster.", COMPARED),
        ("PotFormer needs 4 times more fuel.", COMPARED),
        ("BoilNet needs 3 litres.", "BoilNet and PotFormer need 2 litres and 3 litres."),
        ("BoilNet-large boils faster than PotFormers.", COMPARED),
        ("KettleGPT boils water.", "Pots boil water."),
        ("12 pots and 3 lids boil.", "Three lids and twelve pots boil."),
    ],
)
def test_a_literal_in_its_own_place_or_in_that_of_none(sentence: str, text: str) -> None:
    assert not is_displaced(sentence, [text])


def test_a_literal_may_have_its_place_in_any_cited_sentence() -> None:
    other = "PotFormer is trained on KettleBench for 9 hours."
    assert not is_displaced("PotFormer is trained on KettleBench.", [TRAINED, other])
    assert is_displaced("PotFormer is trained on KettleBench.", [TRAINED])


def test_a_name_that_only_the_question_has_may_be_another_word() -> None:
    assert is_displaced("PotBERT is trained on PotBench.", [TRAINED])
    assert not is_displaced("PotBERT is trained on PotBench.", [TRAINED], "What is potbert trained on?")
    assert is_displaced("KettleBench is trained on PotBench.", [TRAINED], "What is KettleBench trained on?")
