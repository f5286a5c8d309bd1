"""A logistic regression that was fitted on the project's own questions or sentences."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LogisticModel:
    """The weights of named features; `fit` is the command that fits them."""

    intercept: float
    weights: Mapping[str, float]
    fit: str

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability in 0..1; features without a weight are ignored. Raises KeyError for a missing one."""
        total = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-total))
