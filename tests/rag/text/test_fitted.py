"""Probabilities of a fitted model, small enough to compute by hand; and the files that hold the fits."""

import json
import math
import shlex
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from rag.collection.members import ANY_ON_TOPIC, ON_TOPIC
from rag.grounding.support import SUPPORT
from rag.reading.reader import PART_READ, PART_UNREAD
from rag.refusing.refusal import ANSWERED
from rag.retrieval import gate
from rag.text.fitted import LogisticModel

MODEL = LogisticModel(-1.0, {"cosine": 2.0, "gap": -3.0}, fit="python -m somewhere")


def test_a_probability_is_the_sigmoid_of_the_weighted_features() -> None:
    assert MODEL.probability({"cosine": 0.5, "gap": 0.0, "other": 9.0}) == 0.5
    assert MODEL.probability({"cosine": 1.0, "gap": 1.0}) == pytest.approx(1 / (1 + math.e**2))


def test_many_probabilities_are_those_of_each() -> None:
    cosines, gaps = np.array([0.5, 1.0, -0.3]), np.array([0.0, 1.0, 0.2])
    one_by_one = [MODEL.probability({"cosine": c, "gap": g}) for c, g in zip(cosines, gaps, strict=True)]
    assert MODEL.probabilities({"cosine": cosines, "gap": gaps, "other": gaps}).tolist() == pytest.approx(one_by_one)


def test_a_missing_feature_is_an_error() -> None:
    with pytest.raises(KeyError, match="gap"):
        MODEL.probability({"cosine": 1.0})
    with pytest.raises(KeyError, match="gap"):
        MODEL.probabilities({"cosine": np.ones(2)})


def test_a_model_is_read_from_the_file_of_its_fit(tmp_path: Path) -> None:
    model = replace(MODEL, bounds={"shown": 0.4})
    model.write(tmp_path / "model.json")
    assert json.loads((tmp_path / "model.json").read_text())["weights"] == MODEL.weights
    assert LogisticModel.read(tmp_path / "model.json") == model


@pytest.mark.parametrize("model", [SUPPORT, ON_TOPIC, ANY_ON_TOPIC, gate.ANSWERABLE, PART_READ, PART_UNREAD, ANSWERED])
def test_the_command_that_fits_a_model_exists(model: LogisticModel) -> None:
    python, option, module, *_ = shlex.split(model.fit)
    assert (python, option) == ("python", "-m")
    assert find_spec(module)
