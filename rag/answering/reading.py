"""The model's reading of its prompt: whether it finds an answer there, and in which sentence.

Both are known before it writes, at the cost of reading thirty more tokens. At the start of its answer, some attention
heads look at the words that hold the answer (retrieval heads: Wu et al. 2024; for ranking: Chen et al. 2024). Which
heads these are is measured for each model (`python -m eval.fit.tune_reading`) and kept in `models.toml`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rag.retrieval.evidence import Evidence
from rag.text.fitted import LogisticModel

ASIDE = "Do these sentences state the answer to the question? Reply Yes or No."
ANSWERABLE = LogisticModel(0.01, {"yes_logit": 3.07}, fit="python -m eval.fit.tune_reading")
OVERLOOKED_RATIO = 2.5  # of its attention to that of the cited sentences, from which a sentence is missing
MAIN_SHARE = 0.4  # of attention, from which a sentence answers by itself
LEAD_RATIO = 1.5  # of the attention on the first sentence to that on the second, and
LEAD_SHARE = 0.2  # the attention, from which the first answers a question that does not name its paper


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
    def answerable(self) -> float:
        """Return the calibrated probability that the evidence holds an answer."""
        return ANSWERABLE.probability({"yes_logit": self.yes_logit})

    @property
    def shares(self) -> dict[Evidence, float]:
        """Return the mean attention on each sentence, the highest first; empty if it is unknown."""
        if self.attention is None:
            return {}
        return dict(sorted(zip(self.evidence, np.mean(self.attention, axis=0), strict=True), key=lambda pair: -pair[1]))

    def most_attended(self, count: int) -> frozenset[Evidence]:
        """Return the `count` sentences with most attention; empty if it is unknown."""
        return frozenset(list(self.shares)[:count])

    def overlooked_sentence(self, cited: Collection[Evidence]) -> Evidence | None:
        """Return the sentence with far more attention than the cited ones; None if there is none."""
        return self._first(OVERLOOKED_RATIO * max(self.shares.get(e, 0) for e in cited))

    def main_sentence(self) -> Evidence | None:
        """Return the sentence that has most of the attention; None if none has."""
        return self._first(MAIN_SHARE)

    def leading_sentence(self) -> Evidence | None:
        """Return the sentence with far more attention than the second; None if there is none."""
        _, second = [*self.shares.values(), 0.0, 0.0][:2]
        return self._first(max(LEAD_SHARE, LEAD_RATIO * second))

    def _first(self, enough: float) -> Evidence | None:
        """Return the sentence with most attention, if it has `enough`."""
        return next((evidence for evidence, share in self.shares.items() if share >= enough), None)
