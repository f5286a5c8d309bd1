"""Logistic regressions that were fitted on questions or sentences; their weights are data files beside their readers."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np


@dataclass(frozen=True)
class LogisticModel:
    """The weights of named features, and the probability from which the answer is yes (`bound`)."""

    intercept: float
    weights: Mapping[str, float]
    bound: float = 0.5
    fit: str = ""

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability in 0..1; features without a weight are ignored. Raises KeyError for a missing one."""
        return 1 / (1 + math.exp(-self.intercept - sum(w * features[name] for name, w in self.weights.items())))

    def probabilities(self, features: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the probabilities (n,) of features that are arrays (n,)."""
        total: np.ndarray = self.intercept + sum(w * features[name] for name, w in self.weights.items())
        return 1 / (1 + np.exp(-total))


def fitted_models(package: str, file: str) -> dict[str, LogisticModel]:
    """Return the models of a JSON file of a package, by name; its key `fit` is the command that writes it."""
    text = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    return {name: LogisticModel(**model) for name, model in json.loads(text).items() if name != "fit"}
