"""Logistic regressions that were fitted on the project's own questions or sentences, and on published ones."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

BUCKETS = 2**15
_WORD = re.compile(r"\w+|[^\w\s]")


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

    def probabilities(self, features: "Mapping[str, np.ndarray]") -> "np.ndarray":
        """Return the probabilities (n,) of features that are arrays (n,)."""
        import numpy as np

        total = np.sum([weight * features[name] for name, weight in self.weights.items()], axis=0)
        chances: np.ndarray = 1 / (1 + np.exp(-self.intercept - total))
        return chances


@dataclass(frozen=True)
class WordModel:
    """Weights (BUCKETS,) of words and pairs of words, hashed as in Weinberger et al. 2009, and a bias."""

    weights: "np.ndarray"
    bias: float

    @classmethod
    def read(cls, file: Path) -> "WordModel":
        """Return the model that a fit wrote into a file of numpy."""
        import numpy as np

        with np.load(file, allow_pickle=False) as read:
            return cls(read["weights"].astype(np.float32), float(read["bias"]))

    def write(self, file: Path) -> None:
        """Write the model into a file, as `read` takes it."""
        import numpy as np

        np.savez_compressed(file, weights=self.weights.astype(np.float16), bias=self.bias)

    def is_likely(self, sentence: str) -> bool:
        """Return whether a sentence is likelier of the fitted kind than not; one without words is not."""
        used = buckets(sentence)
        return bool(used) and float(self.weights[used].sum()) / len(used) ** 0.5 + self.bias > 0


def buckets(sentence: str) -> list[int]:
    """Return the places of the words and pairs of words of a sentence, each once; its ends count as words."""
    words = _WORD.findall(sentence.lower())
    return sorted({crc32(" ".join(run).encode()) % BUCKETS for run in [*zip(words), *pairwise(["^", *words, "$"])]})
