"""Corrupted sentences say something else by one change; reworded ones do not."""

import random

import pytest

from eval.fit.support.corruption import CHANGES, Change, names_in
from eval.fit.support.rewording import (
    cut_clause,
    drop_adverbials,
    name_the_authors,
    prefix,
    reformat_numbers,
    reworded,
)
from rag.text.polarity import is_reversed
from rag.text.quantities import missing_quantities

SENTENCE = "We show that BoilNet is 12% faster than PotFormer, while 8 clay pots of 3 litres need 47 ms."


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_changes_and_is_the_same_at_every_call(change: Change) -> None:
    changed = [change(SENTENCE, random.Random(7), ["PanGPT"]) for _ in range(2)]
    assert changed[0] == changed[1]
    assert changed[0] not in (SENTENCE, None)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_sentence_without_anything_of_the_kind_is_left(change: Change) -> None:
    assert change("Pots boil.", random.Random(7), ["PanGPT"]) is None


@pytest.mark.parametrize("seed", range(20))
def test_numbers_and_units_become_others(seed: int) -> None:
    for kind in ("number", "unit"):
        changed = CHANGES[kind](SENTENCE, random.Random(seed), [])
        assert changed
        assert changed != SENTENCE


@pytest.mark.parametrize("seed", range(5))
def test_names_become_others_or_change_places(seed: int) -> None:
    chance = random.Random(seed)
    assert "PanGPT" in names_in(CHANGES["name"](SENTENCE, chance, ["PanGPT", "BoilNet"]) or "")
    assert names_in(CHANGES["places"](SENTENCE, chance, []) or "") == ["PotFormer", "BoilNet"]


def test_negations_come_and_go() -> None:
    def flip(sentence: str) -> str | None:
        return CHANGES["negation"](sentence, random.Random(0), [])

    assert flip("Clay is fast.") == "Clay is not fast."
    assert flip("Clay is not fast.") == "Clay is fast."
    assert flip("Lids reduces fuel.") == "Lids does not reduce fuel."


def test_opposites_are_swapped() -> None:
    changed = CHANGES["opposite"]("Clay is faster.", random.Random(0), [])
    assert changed == "Clay is slower."


@pytest.mark.parametrize("seed", range(30))
def test_reworded_sentences_keep_their_literals(seed: int) -> None:
    said = reworded(SENTENCE, random.Random(seed))
    assert not missing_quantities(said, [SENTENCE], [])
    assert set(names_in(said)) <= set(names_in(SENTENCE))
    assert not is_reversed(said, SENTENCE)


def test_rewordings_by_hand() -> None:
    chance = random.Random(0)
    assert name_the_authors("In this paper, we boil our pots.", chance) == "The authors boil their pots."
    assert drop_adverbials("Moreover, it significantly boils.", chance) == "It boils."
    assert cut_clause("It boils.", chance) == "It boils."
    assert prefix("Clay boils.", chance).endswith(" clay boils.")
    assert prefix("BoilNet boils.", chance).endswith(" BoilNet boils.")
    assert "40 percent" in reformat_numbers("It saves 40%.", chance)
