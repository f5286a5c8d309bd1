"""The fitted reader: the probability that an evidence sentence is part of the answer.

One model has the attention of the language model among its features; the other is for a language model that does not
tell where it looks, and for none. `python -m eval.fit.fit_reader` fits both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index_store.index import Index
from rag.reading.reader_features import sentence_features
from rag.reading.reading import Reading
from rag.retrieval.evidence import Evidence
from rag.retrieval.search import SearchResult
from rag.text.fitted import LogisticModel

PART_READ = LogisticModel.read(Path(__file__).with_name("part_read.json"))
PART_UNREAD = LogisticModel.read(Path(__file__).with_name("part_unread.json"))


@dataclass(frozen=True)
class Judged:
    """The probability of each evidence sentence to be part of the answer, and what else tells whether they answer.

    `signals` are what the language model says before it writes: the logit of Yes over No, with all evidence (`yes`) and
    with the last that it read (`yes_of_few`); empty if none has read.
    """

    parts: Mapping[Evidence, float]
    part_bound: float
    signals: Mapping[str, float]

    @property
    def parts_of_answer(self) -> tuple[Evidence, ...]:
        """The sentences that are part of the answer, the likeliest first."""
        return tuple(e for e in sorted(self.parts, key=lambda e: -self.parts[e]) if self.parts[e] >= self.part_bound)

    def read_again(self, few: Reading | None) -> "Judged":
        """Return the same after the model has read a few of the sentences; None if it was stopped."""
        return replace(self, signals={**self.signals, "yes_of_few": few.yes_logit}) if few else self

    def best(self, count: int) -> tuple[Evidence, ...]:
        """Return the `count` likeliest sentences, in the order of the evidence."""
        likeliest = sorted(self.parts, key=lambda e: -self.parts[e])[:count]
        return tuple(e for e in self.parts if e in likeliest)


def judged(found: SearchResult, index: Index, reading: Reading | None = None) -> Judged:
    """Return what the reader holds of the evidence of a search, and of how a language model reads it, if one does."""
    if not found.evidence:
        return Judged({}, 1.0, {})
    features = sentence_features(found, index, reading)
    part = PART_READ if reading and reading.attention else PART_UNREAD
    parts = dict(zip(found.evidence, part.probabilities(features).tolist(), strict=True))
    signals = {"yes": reading.yes_logit, "yes_of_few": reading.yes_logit} if reading else {}
    return Judged(parts, part.bounds["part"], signals)
