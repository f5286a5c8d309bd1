"""Logistic regressions that were fitted on the project's own questions or sentences, and on published ones."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class LogisticModel:
    """The weights of named features; `fit` is the command that fits them, `bounds` are probabilities with a name."""

    intercept: float
    weights: Mapping[str, float]
    fit: str
    bounds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "LogisticModel":
        """Return the model that a fit wrote into a JSON file."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))

    def write(self, file: Path) -> None:
        """Write the model into a JSON file, as `read` takes it."""
        file.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability in 0..1; features without a weight are ignored. Raises KeyError for a missing one."""
        return 1 / (1 + math.exp(-self.intercept - sum(w * features[name] for name, w in self.weights.items())))

    def probabilities(self, features: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the probabilities (n,) of features that are arrays (n,)."""
        total = np.sum([weight * features[name] for name, weight in self.weights.items()], axis=0)
        chances: np.ndarray = 1 / (1 + np.exp(-self.intercept - total))
        return chances
