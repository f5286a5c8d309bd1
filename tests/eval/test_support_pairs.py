"""Pairs whose support is known, made of two small abstracts."""

import numpy as np
import pytest

from eval.fit.support_pairs import Material, is_held_out, pairs_of
from eval.fit.train_support import precision, thresholds
from index_store.records import Paper

PAPERS = {
    "pots": Paper(
        "pots", "Pots", "We show that BoilNet heats 12% faster than PotNet. It is not trained on labelled clay pots."
    ),
    "lids": Paper(
        "lids", "Lids", "LidNet saves 40 MB of memory in 3 kitchens. Larger lids improve the accuracy of LidNet."
    ),
    "cats": Paper(
        "cats", "Cats", "CatNet finds 15 sleeping cats in two large houses. Kittens sleep longer than old cats do."
    ),
}
MATERIAL = Material(
    PAPERS,
    {"pots": "lids", "lids": "cats", "cats": "lids"},
    true={"pots": ["A faster BoilNet."]},
    false={"pots": ["PotNet wins."]},
)


def test_pairs_are_the_same_at_every_call_and_of_their_own_papers() -> None:
    pairs = list(pairs_of("pots", MATERIAL))
    assert pairs == list(pairs_of("pots", MATERIAL))
    assert {pair.home for pair in pairs} == {"pots"}
    assert {pair.kind for pair in pairs} >= {"reworded", "number", "name", "negation", "summary", "contradicted"}


def test_only_true_kinds_are_true_and_they_are_held_against_their_own_paper() -> None:
    for pair in pairs_of("pots", MATERIAL):
        assert pair.supported == (pair.kind in ("reworded", "summary"))
        assert (pair.papers[0] == "pots") == ("another paper" not in pair.kind)


def test_a_paper_is_in_one_part_and_both_parts_have_papers() -> None:
    held_out = [is_held_out(f"paper-{number}") for number in range(1000)]
    assert held_out == [is_held_out(f"paper-{number}") for number in range(1000)]
    assert 0.25 < sum(held_out) / 1000 < 0.35


def test_precision_is_that_of_a_quarter_false() -> None:
    called, true = np.array([True, True, False, True, False]), np.array([True, True, False, False, False])
    assert precision(called, true) == pytest.approx(0.75 / (0.75 + 0.25 / 3))


def test_thresholds_are_the_lowest_precise_and_the_highest_that_keeps() -> None:
    true = np.repeat([True, False], 10)
    probability = np.array([*range(35, 85, 5), *range(10, 60, 5)]) / 100
    assert thresholds(probability, true, np.ones(20, dtype=bool)) == (0.56, 0.4)
