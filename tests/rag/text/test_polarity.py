"""Sentences that turn round what another says, and sentences that do not."""

import pytest

from rag.text.polarity import is_reversed


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Clay pots do not need a lid.", "Clay pots need a lid."),
        ("Clay pots need a lid.", "Clay pots do not need a lid."),
        ("Clay pots boil with a lid.", "Clay pots boil without a lid."),
        ("Pots do worse on open fires.", "Large improvements on open fires were seen."),
        ("Clay isn't fast.", "Clay is fast."),
        ("Clay pots are faster than copper pots.", "Clay pots are slower than copper pots."),
        ("Lids increase the use of fuel.", "Lids decrease the use of fuel."),
        ("CodeBERT is better than GraphCodeBERT at it.", "GraphCodeBERT is superior to CodeBERT in it."),
        ("PotNet outperforms LidNet.", "PotNet is outperformed by LidNet."),
        ("PotNet outperforms LidNet.", "PotNet is weaker than LidNet."),
        ("Shrinking pots boil faster.", "Larger pots boil faster."),
        ("Pots boil without lids.", "Pots boil with lids, avoiding fire."),
        ("Pots need no lids.", "Pots need lids, avoiding the need of fire."),
        ("It has lower accuracy at higher cost.", "It has higher accuracy at lower cost."),
        ("Late layers change most.", "Late layers change least."),
        ("Smaller pots shrink.", "Larger pots shrink."),
        ("Pots boil faster with lids, but use more fuel.", "Pots boil slower with lids, but use less fuel."),
        ("Pots do not get larger with lids.", "Pots get larger with lids."),
        ("Clay is better than copper.", "Copper is not worse than clay."),
    ],
)
def test_the_opposite_is_seen(sentence: str, held: str) -> None:
    assert is_reversed(sentence, held)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Clay pots need no lid.", "Clay pots do not need a lid."),
        ("Clay pots boil water.", "Although they do not need a lid, clay pots boil water."),
        ("PotNet outperforms LidNet.", "LidNet is outperformed by PotNet."),
        ("PotNet outperforms LidNet.", "PotNet is better than LidNet."),
        ("It is not only fast but also cheap.", "It is fast and cheap."),
        ("It has higher accuracy at lower cost.", "It has higher accuracy at lower cost."),
        ('The study "Not All Pots Need Lids" tries 14 pots.', "The study tries 14 pots."),
        ("Small pots boil.", "Small pots boil before large pots simmer."),
        ("How do pots get round the use of fuel?", "Pots boil, avoiding the use of fuel."),
        ("Pots boil without much fuel.", "Pots boil, avoiding the use of fuel."),
        ("Pots are faster with lids.", "Pots with lids are faster than slower pans."),
        ("They found that open pots outperformed its closed variant.", "Open pots also outperform its closed variant."),
        ("Pots boil with the lid.", "Without the fire, all is cold."),
        ("PotNet outperforms LidNet.", "PotNet outperforms LidNet, but is slower than LidNet."),
        ("Accuracy improves with larger pots.", "Accuracy degrades with smaller pots."),
        ("Late layers change least.", "Early layers change most."),
        ("Lids do not increase the use of fuel.", "Lids reduce the use of fuel."),
        ("Copper pots are slower than clay pots.", "Clay pots are faster than copper pots."),
        ("LidNet is worse than PotNet.", "PotNet is better than LidNet."),
        ("Copper is less brittle than clay.", "Clay is more brittle than copper."),
        ("Open pots are less brittle than closed pots.", "Closed pots are more brittle than open pots."),
        ("Clay is not slower than copper.", "Clay is faster than copper."),
        ("Clay does not beat copper.", "Copper is better than clay."),
    ],
)
def test_the_same_said_otherwise_is_not_the_opposite(sentence: str, held: str) -> None:
    assert not is_reversed(sentence, held)


def test_a_negation_of_the_question_is_only_repeated_where_nothing_speaks_of_it() -> None:
    sentence, question = "Pots without lids boil water.", "What do pots without lids boil?"
    assert is_reversed(sentence, "Pots boil water.")
    assert not is_reversed(sentence, "Pots boil water.", question)
    assert is_reversed(sentence, "Pots boil water under their lids.", question)
    scales = "Pots do not easily boil water and oil."
    assert is_reversed(scales, "Pots boil water and oil.", "Why do pots not boil oil easily?")
    longer = "Pots that hardly matter to cooks are those of clay."
    assert not is_reversed(longer, "Some pots are of clay.", "Which pots hardly matter?")
