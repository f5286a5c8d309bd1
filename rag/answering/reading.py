"""How the language model reads its prompt: whether it finds an answer there, and in which sentence.

Both are known before it writes, at the cost of thirty tokens read. Some attention heads of a language model look from
where its answer begins at the words that the answer is in (retrieval heads: Wu et al. 2024, for ranking: Chen et al.
2024); which ones they are is measured for each model (`python -m eval.fit.tune_reading`) and kept in `models.toml`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rag.retrieval.evidence import Evidence
from rag.text.fitted import LogisticModel

ASIDE = "Do these sentences state the answer to the question? Reply Yes or No."
ANSWERABLE = LogisticModel(0.01, {"judged": 3.07}, fit="python -m eval.fit.tune_reading")
FAR_MORE = 2.5  # times the attention of what is cited, from which a sentence was looked at and passed over
ABOVE_ALL = 0.4  # share of attention from which a sentence answers, whatever is written
AHEAD = 1.5  # times the attention of the next, with a share of
AHEAD_FROM = 0.2  # from which it answers a question that calls its paper by no name


@dataclass(frozen=True)
class Reading:
    """By how much the model finds an answer in evidence, in logits, and where it looks for it.

    `looks` are its heads' shares of attention (heads, evidence), None where the model does not tell them.
    """

    evidence: Sequence[Evidence]
    judged: float
    looks: Sequence[Sequence[float]] | None

    @property
    def answerable(self) -> float:
        """Return the calibrated probability that the evidence holds an answer."""
        return ANSWERABLE.probability({"judged": self.judged})

    @property
    def shares(self) -> dict[Evidence, float]:
        """Return the attention on each sentence of the evidence, the highest first; none where it is not told."""
        if self.looks is None:
            return {}
        return dict(sorted(zip(self.evidence, np.mean(self.looks, axis=0), strict=True), key=lambda pair: -pair[1]))

    def looked_at(self, most: int) -> frozenset[Evidence]:
        """Return the `most` sentences that the model looked at most; none where that is not told."""
        return frozenset(list(self.shares)[:most])

    def passed_over(self, cited: Collection[Evidence]) -> Evidence | None:
        """Return the sentence that the model looked at far more than at what it cites; None where there is none."""
        return self._first(FAR_MORE * max(self.shares.get(e, 0) for e in cited))

    def above_all(self) -> Evidence | None:
        """Return the sentence that draws most of the attention; None where none does."""
        return self._first(ABOVE_ALL)

    def ahead(self) -> Evidence | None:
        """Return the sentence that draws far more of the attention than the next; None where none does."""
        _, second = [*self.shares.values(), 0.0, 0.0][:2]
        return self._first(max(AHEAD_FROM, AHEAD * second))

    def _first(self, enough: float) -> Evidence | None:
        """Return the sentence that was looked at most, from `enough` attention on."""
        return next((evidence for evidence, share in self.shares.items() if share >= enough), None)
