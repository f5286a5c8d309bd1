"""BERT and MPNet in numpy: from the tokens of one sequence to a state for each. Knows nothing of text."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# The weights of MPNet that BERT has under another name.
BERT_NAMES = {
    ".attention.LayerNorm": ".attention.output.LayerNorm",
    ".attention.attn.o.": ".attention.output.dense.",
    ".attention.attn.q.": ".attention.self.query.",
    ".attention.attn.k.": ".attention.self.key.",
    ".attention.attn.v.": ".attention.self.value.",
}
ROWS, UNCOPIED = 8, 1e6  # rows of a weight at a time; the multiplications up to which OpenBLAS copies nothing
DISTANCES = "encoder.relative_attention_bias.weight"


@dataclass(frozen=True)
class Bert:
    """The encoder of Devlin et al. 2018: absolute positions, layers normalised at their end, gelu between.

    With weights for distances also that of Song et al. 2020, MPNet. `first_position` is that of the first token.
    """

    weights: dict[str, np.ndarray]
    layer_count: int
    head_count: int
    norm_epsilon: float
    first_position: int = 0

    @property
    def dimension(self) -> int:
        """Return the length of a state."""
        return self.weights["embeddings.LayerNorm.weight"].size

    def states(self, tokens: list[int]) -> np.ndarray:
        """Return the states (tokens, dimension); raises KeyError or ValueError for weights of another model."""
        words, positions = (self.weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position"))
        states = words[tokens] + positions[self.first_position :][: len(tokens)]
        if DISTANCES not in self.weights:
            states = states + self.weights["embeddings.token_type_embeddings.weight"][0]
        states, nearness = self._normed("embeddings", states), self._nearness(len(tokens))
        for number in range(self.layer_count):
            states = self._layer(f"encoder.layer.{number}", states, nearness)
        return states

    def _nearness(self, count: int) -> np.ndarray:
        """Return what the distance of two tokens adds to their score (heads, count, count); (1, 1, 1) for BERT."""
        if DISTANCES not in self.weights:
            return np.zeros((1, 1, 1), dtype=np.float32)
        places = np.arange(count)
        return self.weights[DISTANCES][distance_bucket(places[:, None] - places)].transpose(2, 0, 1)

    def _layer(self, name: str, states: np.ndarray, nearness: np.ndarray) -> np.ndarray:
        attended = self._attended(f"{name}.attention.self", states, nearness)
        attended = self._dense(f"{name}.attention.output.dense", attended)
        states = self._normed(f"{name}.attention.output", states + attended)
        inner = gelu(self._dense(f"{name}.intermediate.dense", states))
        return self._normed(f"{name}.output", states + self._dense(f"{name}.output.dense", inner))

    def _attended(self, name: str, states: np.ndarray, nearness: np.ndarray) -> np.ndarray:
        query, key, value = (
            self._dense(f"{name}.{part}", states).reshape(len(states), self.head_count, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1]) + nearness
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).swapaxes(0, 1).reshape(states.shape)

    def _dense(self, name: str, states: np.ndarray) -> np.ndarray:
        return product(states, self.weights[f"{name}.weight"]) + self.weights[f"{name}.bias"]

    def _normed(self, name: str, states: np.ndarray) -> np.ndarray:
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.norm_epsilon)
        weight, bias = (self.weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return centred / deviation * weight + bias


def product(states: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return `states @ weight.T`; that of few states by a few rows of the weight at a time.

    BLAS copies a large matrix before it multiplies, which for few states costs more than the product itself.
    """
    if states.size * ROWS > UNCOPIED or len(weight) % ROWS:
        return states @ weight.T
    by_rows = states @ weight.reshape(-1, ROWS, weight.shape[-1]).swapaxes(1, 2)
    return by_rows.swapaxes(0, 1).reshape(len(states), len(weight))


def distance_bucket(distances: np.ndarray, buckets: int = 32, farthest: int = 128) -> np.ndarray:
    """Return the bucket of each distance, a sign in each half: single ones, then wider (Raffel et al. 2020, T5)."""
    half, far = buckets // 2, np.abs(distances)
    exact = half // 2
    wider = exact + np.log(np.maximum(far, 1) / exact) / math.log(farthest / exact) * (half - exact)
    return np.where(far < exact, far, np.minimum(wider, half - 1)).astype(np.int64) + half * (distances < 0)


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
        bert_name(name): content[slice(*entry["data_offsets"])].view(np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


def bert_name(name: str) -> str:
    """Return the name that BERT has for a weight of MPNet; any other name as it is."""
    return next((name.replace(own, bert) for own, bert in BERT_NAMES.items() if own in name), name)
