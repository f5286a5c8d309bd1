"""The fit of the reader and the refusal on made readings, in which one feature tells what is gold."""

from dataclasses import replace

import numpy as np
import pytest

from eval.fit.fit_reader import answered_model, part_model
from eval.fit.reader_reads import Read
from rag.reading import reader
from rag.reading.reader_features import OF_ATTENTION
from rag.refusing import refusal

READS = 40
SENTENCES = 6
FEATURES = tuple(reader.PART_READ.weights)
SIGNALS = tuple(refusal.ANSWERED.weights)


def made(number: int, source: str = "own") -> Read:
    """Return a reading in which the gold sentence has much of the attention, and an answerable question a clear Yes.

    All else is noise. Every fourth question has no answer and no gold sentence.
    """
    random = np.random.default_rng(number)
    answerable = number % 4 != 0
    gold = np.arange(SENTENCES) == number % SENTENCES if answerable else np.zeros(SENTENCES, dtype=bool)
    features = {name: random.normal(size=SENTENCES) for name in FEATURES}
    features["share"] = np.where(gold, 2.0, -2.0) + random.normal(scale=0.3, size=SENTENCES)
    signals = {name: float(random.normal()) for name in SIGNALS}
    signals["yes"] = (3.0 if answerable else -3.0) + float(random.normal(scale=0.3))
    lists = {name: values.tolist() for name, values in features.items()}
    return Read(str(number), source, answerable, gold.tolist(), lists, signals)


@pytest.fixture(scope="module")
def reads() -> list[Read]:
    return [made(number, "own" if number % 3 else "clapnq") for number in range(READS)]


def test_the_reader_finds_the_feature_that_tells_gold_and_a_bound_that_separates(
    reads: list[Read], capsys: pytest.CaptureFixture[str]
) -> None:
    answerable = [read for read in reads if any(read.gold)]
    model = part_model("part_read", answerable, FEATURES)
    assert max(model.weights, key=lambda name: abs(model.weights[name])) == "share"
    assert model.weights["share"] > 0
    for read in answerable:
        chances = model.probabilities({name: np.array(values) for name, values in read.features.items()})
        assert ((chances >= model.bounds["part"]) == read.gold).all()
    assert capsys.readouterr().out.splitlines() == [
        "part_read, clapnq: precision 1.000, recall 1.000, F1 1.000 of 10",
        "part_read, own: precision 1.000, recall 1.000, F1 1.000 of 20",
    ]


def test_without_that_feature_the_figures_are_those_of_chance(
    reads: list[Read], capsys: pytest.CaptureFixture[str]
) -> None:
    unread = tuple(name for name in FEATURES if name not in OF_ATTENTION)
    model = part_model("part_unread", [read for read in reads if any(read.gold)], unread)
    assert set(model.weights) == set(reader.PART_UNREAD.weights)
    for line in capsys.readouterr().out.splitlines():
        assert float(line.split("precision ")[1].split(",")[0]) < 0.5


def test_the_refusal_finds_the_signal_that_tells_an_answer(
    reads: list[Read], capsys: pytest.CaptureFixture[str]
) -> None:
    model = answered_model(reads)
    assert set(model.weights) == set(refusal.ANSWERED.weights)
    assert max(model.weights, key=lambda name: abs(model.weights[name])) == "yes"
    chances = np.array([model.probability(read.signals) for read in reads])
    answerable = np.array([read.answerable for read in reads])
    assert (chances[~answerable] < model.bounds["answered"]).all()
    assert (chances[answerable] < model.bounds["answered"]).mean() <= 0.1  # few are declined
    assert "answered, own: AUROC 1.000" in capsys.readouterr().out


def test_the_weights_are_for_features_as_they_come(reads: list[Read]) -> None:
    answerable = [read for read in reads if any(read.gold)]
    larger = [
        replace(read, features=read.features | {"share": [1000 * value + 5 for value in read.features["share"]]})
        for read in answerable
    ]
    plain, scaled = (part_model("part_read", of, FEATURES) for of in (answerable, larger))
    assert scaled.weights["share"] == pytest.approx(plain.weights["share"] / 1000, abs=0.001)
    assert scaled.weights["place"] == pytest.approx(plain.weights["place"], abs=0.01)
