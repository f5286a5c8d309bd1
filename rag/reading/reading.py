"""How the language model reads its prompt: whether it finds an answer there, and in which sentences.

Both are known before it writes. At the start of its answer, some attention heads look at the words that hold the answer
(retrieval heads: Wu et al. 2024; for ranking: Chen et al. 2024). Which heads these are is measured for each model
(`python -m eval.fit.choose_heads`) and kept in `models.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.retrieval.evidence import Evidence

ASIDE = "Do these sentences state the answer to the question? Reply Yes or No."


@dataclass(frozen=True)
class Reading:
    """Whether the model finds an answer in evidence, and where it looks for it.

    `yes_logit` is the logit of Yes minus that of No. `attention` is the share of each head on each sentence (heads,
    evidence), summing to 1 over the sentences; None if the model does not give it.
    """

    evidence: Sequence[Evidence]
    yes_logit: float
    attention: Sequence[Sequence[float]] | None

    @property
    def shares(self) -> np.ndarray | None:
        """Return the mean attention on each sentence (evidence,), summing to 1; None if it is unknown."""
        return None if self.attention is None else np.mean(self.attention, axis=0)
