"""Probabilities of a fitted model, small enough to compute by hand; and the files that hold the fits."""

import json
import math
import shlex
from importlib import resources
from importlib.util import find_spec

import numpy as np
import pytest

from rag.collection.topics.members import MEMBERSHIP
from rag.grounding.support import SUPPORT
from rag.retrieval import gate
from rag.text.fitted import LogisticModel, fitted_models

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


FILES = {
    ("rag.reading", "reader.json"): ["part_read", "part_unread"],
    ("rag.refusing", "refusal.json"): ["answered"],
}


@pytest.mark.parametrize("place", FILES)
def test_the_models_of_a_package_are_read_by_name(place: tuple[str, str]) -> None:
    models = fitted_models(*place)
    assert list(models) == FILES[place]
    assert all(0 < model.bound < 1 and model.weights for model in models.values())


def fit_of(package: str, file: str) -> str:
    return str(json.loads(resources.files(package).joinpath(file).read_text(encoding="utf-8"))["fit"])


@pytest.mark.parametrize("command", [SUPPORT.fit, MEMBERSHIP.fit, gate.ANSWERABLE.fit, *(fit_of(*p) for p in FILES)])
def test_the_command_that_fits_a_model_exists(command: str) -> None:
    python, option, module, *_ = shlex.split(command)
    assert (python, option) == ("python", "-m")
    assert find_spec(module)
