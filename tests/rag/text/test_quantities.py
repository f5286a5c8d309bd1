"""Numbers are the same where they mean the same, and only there."""

import pytest

from rag.text.quantities import missing_quantities, written_out
from rag.text.wording import stem_sequence


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("It has 10,000 pairs.", "It has 10K pairs."),
        ("It has 13B parameters.", "It has 13 billion parameters."),
        ("It needs 30 percent of the time.", "It needs 30% of the time."),
        ("It is 4.31x faster.", "It is 4.31 times faster."),
        ("It has 4 parts.", "It has four parts."),
        ("It has four parts.", "It has 4 parts."),
        ("It takes 12 milliseconds.", "It takes 12 ms."),
        ("It takes 12 ms.", "It takes 12 to 15 ms."),
        ("It saves 12%.", "It saves 12-38%."),
        ("It shrinks by a factor of 160.", "It shrinks by 160×."),
        ("One of them boils.", "They boil."),
        ("The two boil.", "They boil."),
        ("GLM-130B and T5 boil.", "They boil."),
        ("It is two times faster than copper.", "It is twice as fast as copper."),
        ("It doubles the speed.", "It is 2x faster."),
        ("It is three times faster.", "Its speed is tripled."),
        ("It is ten times faster.", "It is tenfold."),
        ("It takes half the time.", "It takes 50% of the time."),
        ("It saves 67% of the heat.", "It saves two thirds of the heat."),
        ("It saves a third of the heat.", "It saves 33.3% of the heat."),
        ("It takes 3.5 hours.", "It takes three and a half hours."),
        ("It has 25 lids.", "It has twenty-five lids."),
        ("It has 500,000 pots.", "It has half a million pots."),
        ("It has 200 pots.", "It has two hundred pots."),
        ("It has 1M pots.", "It has a million pots."),
        ("It doubles the use of lids.", "It can double use of lids."),
        ("A double lid, of half precision, in a third stage, extracts triples.", "Lids."),  # none of them a number
    ],
)
def test_the_same_number_said_otherwise_is_held(sentence: str, cited: str) -> None:
    assert not missing_quantities(sentence, [cited], [])


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("It saves 40%.", "It saves 4%."),
        ("It saves 40%.", "It saves 40."),
        ("It saves 40.", "It saves 40%."),
        ("It takes 12 seconds.", "It takes 12 ms."),
        ("It has 13 million parameters.", "It has 13B parameters."),
        ("It has 10 pairs.", "It has 10K pairs."),
        ("It stores 5 MB.", "It stores 5 GB."),
        ("It is 4.3 times faster.", "It is 4.31 times faster."),
        ("It has three parts.", "It has four parts."),
        ("It has two parts.", "It has parts."),
        ("The two parts boil.", "Its three parts boil."),
        ("These two hours pass.", "Hours pass."),
        ("It is half as fast as copper.", "It is twice as fast as copper."),
        ("It is three times faster than copper.", "It is twice as fast as copper."),
        ("It saves two thirds of the heat.", "It saves a third of the heat."),
        ("It saves half of the heat.", "It saves 40% of the heat."),
        ("It doubles its speed.", "It triples its speed."),
        ("It has three parts.", "It extracts knowledge triples."),
        ("It has a quarter of the pots.", "It has four pots."),
        ("It has 0.5 pots.", "It has 50% of the pots."),
    ],
)
def test_another_number_or_another_unit_is_missing(sentence: str, cited: str) -> None:
    assert missing_quantities(sentence, [cited], [])


def test_a_number_of_the_title_is_held_only_beside_its_word_or_with_its_unit() -> None:
    titles = ["Boiler 2.0: Clay Pots of 3 MB"]
    assert not missing_quantities("Boiler 2.0 boils.", ["It boils."], titles)
    assert not missing_quantities("It shrinks to 3 MB.", ["It shrinks."], titles)
    assert missing_quantities("It boils 2.0 times.", ["It boils."], titles)
    assert missing_quantities("It has 3 lids.", ["It boils."], titles)


def test_numbers_are_written_out_the_same_however_they_are_spelled() -> None:
    assert written_out("It has 1M pots").split() == written_out("It has one million pots").split()
    assert written_out("12 milliseconds for three pots in one go").split() == "12 ms for 3 pots in one go".split()
    assert stem_sequence(written_out("4.31x faster")) == stem_sequence("4.31 times faster")
    assert written_out("BERT 3.1.2").split() == ["BERT", "3.1.2"]
