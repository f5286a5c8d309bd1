"""How the language model reads its prompt: whether it finds an answer there, and in which sentence.

Both are known before it writes, at the cost of thirty tokens read. Some attention heads of a language model look from
where its answer begins at the words that the answer is in (retrieval heads: Wu et al. 2024, for ranking: Chen et al.
2024); which ones they are is measured for each model (`python -m eval.tune_reading`) and kept in `models.toml`.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rag.evidence import Evidence

ASIDE = "Do these sentences state the answer to the question? Reply Yes or No."
# Of what the default model replies: `python -m eval.tune_reading`.
INTERCEPT = 0.01
WEIGHT = 3.07
FAR_MORE = 2.5  # times the attention of what is cited, from which a sentence was looked at and passed over


@dataclass(frozen=True)
class Reading:
    """By how much the model finds an answer, in logits; its heads' shares of attention (heads, sentences), or None."""

    judged: float
    looks: Sequence[Sequence[float]] | None

    @property
    def answerable(self) -> float:
        """Return the calibrated probability that the evidence holds an answer."""
        return 1 / (1 + math.exp(-(INTERCEPT + WEIGHT * self.judged)))

    def passed_over(self, evidence: Sequence[Evidence], cited: Collection[Evidence]) -> Evidence | None:
        """Return the evidence that the model looked at far more than at any that is cited; None where there is none."""
        if self.looks is None:
            return None
        shares = dict(zip(evidence, np.mean(self.looks, axis=0), strict=True))
        most = max(shares, key=lambda e: shares[e])
        return most if shares[most] >= FAR_MORE * max((shares[e] for e in cited), default=0.0) else None
