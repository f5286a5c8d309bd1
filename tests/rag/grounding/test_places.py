"""Which words a number belongs to, and numbers that a sentence gives to another thing than its evidence."""

import pytest

from rag.grounding.places import is_misplaced, places

SPEED = "Compressed CodeBERT and GraphCodeBERT are 4.31 times and 4.15 times faster, respectively."
REACH = "On PotBench, KettleBench and LidBench, BoilNet reaches 90%, 80% and 70%."
LOSS = "It achieves a 100 times reduction in perplexity and a 4 times reduction in loss on BioPot."
SETS = "There are 281,638 models with monthly downloads, along with 28,575 repositories of cooks."
GAINS = "Our method gains 3.57% and 3.4% on two stoves (with domain shift and temporal shift), respectively."


def words_of(text: str) -> list[set[str]]:
    return [set(place.words) for place in places(text)]


def test_numbers_of_a_list_share_their_words_but_for_the_item_of_each() -> None:
    one, other = words_of(SPEED)
    assert one - other == {"codebert"}
    assert other - one == {"graphcodebert"}
    assert {"compress", "faster"} <= one & other
    assert [w & {"potbench", "kettlebench", "cifar"} for w in words_of(REACH.replace("LidBench", "CIFAR"))] == [
        {"potbench"},
        {"kettlebench"},
        {"cifar"},
    ]


def test_numbers_that_are_no_list_have_the_words_of_their_clause() -> None:
    hundred, four = words_of(LOSS)
    assert ("perplex" in hundred, "perplex" in four) == (True, False)
    assert ("loss" in hundred, "loss" in four) == (False, True)


def test_a_number_that_ends_a_name_belongs_to_nothing() -> None:
    assert [str(place.quantity.value) for place in places("Four RTX 3090 run ERNIE 2.0 on 16 tasks.")] == ["4", "16"]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("GraphCodeBERT is 4.31 times faster.", SPEED),
        ("CodeBERT is 4.15 times faster.", SPEED),
        ("BoilNet reaches 80% on LidBench.", REACH),
        ("It reaches 90% on KettleBench and 80% on PotBench.", REACH),
        ("It has a 4 times reduction in perplexity.", LOSS),
        ("There are 28,575 models with monthly downloads.", SETS),
        ("It gains 3.57% with temporal shift.", GAINS),
    ],
)
def test_a_number_beside_the_words_of_another_is_misplaced(sentence: str, text: str) -> None:
    assert is_misplaced(sentence, [text])


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("CodeBERT is 4.31 times faster.", SPEED),
        ("They are 4.31 times and 4.15 times faster.", SPEED),
        ("BoilNet reaches 80% on KettleBench.", REACH),
        ("BoilNet reaches 70%.", REACH),
        ("It has a 100 times reduction in perplexity on BioPot.", LOSS),
        ("There are 28,575 repositories.", SETS),
        ("It gains 3.4% with temporal shift.", GAINS),
        ("It gains 3.57% and 3.4% on two stoves.", GAINS),
        ("GPT-3 has 175B parameters.", "It runs a 175B GPT3 training task on a 32 GPU cluster."),
        ("It saves 12 litres.", "Nothing is counted."),
    ],
)
def test_a_number_in_its_own_place_or_beside_other_words_is_not(sentence: str, text: str) -> None:
    assert not is_misplaced(sentence, [text])


def test_words_that_all_numbers_tell_of_are_nobody_s() -> None:
    text = "Pots of clay weigh 3 kg, while the limit is 12 kg."
    assert is_misplaced("Clay pots weigh 12 kg.", [text])
    assert not is_misplaced("Clay pots weigh 12 kg.", [text], frozenset({"clay", "pot", "weigh"}))
