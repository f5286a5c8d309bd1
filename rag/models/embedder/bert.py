"""The BERT encoder in numpy: from the tokens of one sequence to a state for each. Knows nothing of text."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Bert:
    """The encoder of Devlin et al. 2018: absolute positions, layers normalised at their end, gelu between."""

    weights: dict[str, np.ndarray]
    layer_count: int
    head_count: int
    norm_epsilon: float

    @property
    def dimension(self) -> int:
        """Return the length of a state."""
        return self.weights["embeddings.LayerNorm.weight"].size

    def states(self, tokens: list[int]) -> np.ndarray:
        """Return the states (tokens, dimension); raises KeyError or ValueError for weights of another model."""
        words, positions, types = (
            self.weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position", "token_type")
        )
        states = self._normed("embeddings", words[tokens] + positions[: len(tokens)] + types[0])
        for number in range(self.layer_count):
            states = self._layer(f"encoder.layer.{number}", states)
        return states

    def _layer(self, name: str, states: np.ndarray) -> np.ndarray:
        attended = self._dense(f"{name}.attention.output.dense", self._attended(f"{name}.attention.self", states))
        states = self._normed(f"{name}.attention.output", states + attended)
        inner = gelu(self._dense(f"{name}.intermediate.dense", states))
        return self._normed(f"{name}.output", states + self._dense(f"{name}.output.dense", inner))

    def _attended(self, name: str, states: np.ndarray) -> np.ndarray:
        query, key, value = (
            self._dense(f"{name}.{part}", states).reshape(len(states), self.head_count, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1])
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).swapaxes(0, 1).reshape(states.shape)

    def _dense(self, name: str, states: np.ndarray) -> np.ndarray:
        return states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _normed(self, name: str, states: np.ndarray) -> np.ndarray:
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.norm_epsilon)
        weight, bias = (self.weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return centred / deviation * weight + bias


def gelu(x: np.ndarray) -> np.ndarray:
    """Return x times the normal distribution function of x, within 1e-7 of that (Abramowitz and Stegun 7.1.26)."""
    t = 1 / (1 + 0.3275911 / math.sqrt(2) * np.abs(x))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    beyond = series * np.exp(-0.5 * x * x) / 2  # the probability beyond |x|
    return x * np.where(x < 0, beyond, 1 - beyond)


def mapped_weights(path: Path) -> dict[str, np.ndarray]:
    """Return the float32 tensors of a safetensors file, memory-mapped: only what is used is read from disk."""
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        content = np.asarray(np.memmap(path, mode="r", offset=file.tell()))
    return {
        name: content[slice(*entry["data_offsets"])].view(np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }
