"""What a question is about, by a fitted model of the state in which the language model leaves its prompt.

A small model knows more of a question than it can say: a logistic regression on its last hidden state (a probe: Alain
and Bengio 2017) tells what is asked better than the word that the model would write. `python -m eval.fit.fit_kinds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from rag.plan.plan import About

ABOUTS: tuple[About, ...] = ("contents", "several", "records", "collection")
_FITTED = Path(__file__).with_name("kinds.npz")


@dataclass(frozen=True)
class Kinds:
    """Weights (hidden, 4) and biases (4,) in the order of ABOUTS, fitted on the states of one model and its prompt."""

    weights: np.ndarray
    biases: np.ndarray

    def about(self, state: Sequence[float]) -> About:
        """Return what a question is likeliest about; `state` (hidden,) is that after its prompt."""
        return ABOUTS[int((np.asarray(state) @ self.weights + self.biases).argmax())]

    def write(self) -> None:
        """Write the model into its file."""
        np.savez(_FITTED, weights=self.weights.astype(np.float16), biases=self.biases.astype(np.float32))


@lru_cache(maxsize=1)
def fitted_kinds() -> Kinds:
    """Return the fitted model."""
    with np.load(_FITTED, allow_pickle=False) as read:
        return Kinds(read["weights"].astype(np.float32), read["biases"])
