"""The fitted reader: which evidence sentences are part of the answer, and do they answer the question?

Its models are in `reader.json`; `python -m eval.fit.fit_reader` fits them. For a language model that does not tell
where it looks, and for none, there are models without its features.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from index_store.index import Index
from rag.reading.reader_features import answerable_features, sentence_features
from rag.reading.reading import Reading
from rag.retrieval.evidence import Evidence
from rag.retrieval.gate import MIN_ANSWERABLE
from rag.retrieval.search import SearchResult
from rag.text.fitted import fitted_models

MODELS = fitted_models("rag.reading", "reader.json")


@dataclass(frozen=True)
class Judged:
    """The probability of each evidence sentence to be part of the answer, and that they answer the question."""

    parts: Mapping[Evidence, float]
    answerable: float
    part_bound: float
    answerable_bound: float

    @property
    def answers(self) -> bool:
        """Whether they answer the question."""
        return self.answerable >= self.answerable_bound

    @property
    def parts_of_answer(self) -> tuple[Evidence, ...]:
        """The sentences that are part of the answer, the likeliest first."""
        return tuple(e for e in sorted(self.parts, key=lambda e: -self.parts[e]) if self.parts[e] >= self.part_bound)

    def best(self, count: int) -> tuple[Evidence, ...]:
        """Return the `count` likeliest sentences, in the order of the evidence."""
        likeliest = sorted(self.parts, key=lambda e: -self.parts[e])[:count]
        return tuple(e for e in self.parts if e in likeliest)


def judged(found: SearchResult, index: Index, reading: Reading | None = None, few: Reading | None = None) -> Judged:
    """Return what the reader holds of the evidence of a search.

    `reading` is how a language model reads all of it, `few` how it reads the likeliest sentences; None without one.
    """
    features = sentence_features(found, index, reading)
    part = MODELS["part_read" if reading and reading.attention else "part_unread"]
    parts = dict(zip(found.evidence, part.probabilities(features).tolist(), strict=True))
    if not (reading and few):
        return Judged(parts, found.answerable, part.bound, MIN_ANSWERABLE)
    answerable = MODELS["answerable"]
    probability = answerable.probability(answerable_features(found.signals, reading, few))
    return Judged(parts, probability, part.bound, answerable.bound)
