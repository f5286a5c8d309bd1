"""Pairs whose support is known, made of two small abstracts."""

import random

import numpy as np

from eval.fit.support.corruption import swap_numbers
from eval.fit.support.support_pairs import Material, Pair, pairs_of
from eval.fit.support.support_table import Row
from eval.fit.support.train_support import bounds_of
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
    false={"contradicted": {"pots": ["PotNet wins."]}},
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


def row(probability: float, kind: str, refuted: bool = False) -> Row:
    pair = Pair("A sentence.", kind == "supported", kind, (), f"paper-{probability}-{kind}")
    return Row("read", pair, (probability,), refuted, ())


def test_bounds_show_the_true_ones_and_call_few_wrong_ones_supported() -> None:
    rows = [row(n / 100, "supported") for n in range(41, 100)] + [row(0.1, "supported", refuted=True)]
    rows += [row(0.8, "unsupported"), row(0.6, "unsupported"), row(0.5, "unsupported"), row(0.3, "unsupported")]
    bounds = bounds_of(rows, np.array([0.0 if r.refuted else r.signals[0] for r in rows]))
    assert bounds == {"shown": 0.41, "supported": 0.61}


def test_swapped_numbers_are_each_others() -> None:
    chance = random.Random(0)
    swapped = swap_numbers("PotNet needs 12% and LidNet 15% of 3 kg.", chance, ())
    assert swapped == "PotNet needs 15% and LidNet 12% of 3 kg."
    assert swap_numbers("PotNet needs 12% of 3 kg.", chance, ()) is None
