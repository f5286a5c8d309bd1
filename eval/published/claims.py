"""Score the support check on published claims: whether it tells what an abstract bears from what it does not.

Each claim is taken for a sentence that a model wrote, and the whole abstract for the evidence that it was shown. The
authors of such sets score the label that a system predicts; the support check predicts none, so what is scored is
whether its features put supported claims above the others (AUROC).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.comparing.intervals import Score, scored
from eval.published.readers_scifact import Claim, Label
from eval.reporting.curves import auroc
from index_store.index import Index
from index_store.records import Sentence
from rag.grounding.attribution import ground_sentence
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence
from rag.text.wording import content_stems

LEVELS = ("unsupported", "partial", "supported")
FEATURES = ("support", "probability", "coverage", "cosine")
AGAINST: tuple[Label, ...] = ("CONTRADICT", "NOT SAID")


@dataclass(frozen=True)
class Checked:
    """What the support check makes of a claim.

    `support` is the place of its level in LEVELS, `probability` that of being supported, `coverage` the share of the
    claim's content words that the tied sentences and their title hold, `cosine` that of the claim and the nearest
    sentence.
    """

    claim: Claim
    support: int
    probability: float
    coverage: float
    cosine: float


def check_claims(claims: Sequence[Claim], index: Index, embedder: Embedder) -> list[Checked]:
    """Return what the support check makes of every claim; papers without a sentence support nothing."""
    vectors = embedder.embed_passages([claim.text for claim in claims])
    return [_checked(claim, vector, index) for claim, vector in zip(claims, vectors, strict=True)]


def _checked(claim: Claim, vector: np.ndarray, index: Index) -> Checked:
    row = index.table.paper_row_of(claim.paper_id)
    assert row is not None
    sentences: list[Sentence] = [sentence for _, sentence in index.table.sentences(row)]
    if not sentences:
        return Checked(claim, 0, 0.0, 0.0, 0.0)
    similarities = index.vectors_of(sentences) @ vector
    paper = index.table.paper(row)
    evidence = [Evidence(s, paper, float(cosine)) for s, cosine in zip(sentences, similarities, strict=True)]
    grounded = ground_sentence(claim.text, "", evidence, similarities)
    said, held = (
        content_stems(claim.text),
        content_stems(" ".join([paper.title, *(e.sentence.text for e in grounded.evidence)])),
    )
    coverage = len(said & held) / len(said) if said else 0.0
    return Checked(claim, LEVELS.index(grounded.support), grounded.probability, coverage, float(similarities.max()))


def separation(checked: Sequence[Checked], against: Label) -> dict[str, Score]:
    """Return, by feature, the AUROC of supported claims above those labelled `against`; absent if either lacks."""
    kept = [c for c in checked if c.claim.label in ("SUPPORT", against)]
    positive = [c.claim.label == "SUPPORT" for c in kept]
    tables = {name: [(getattr(c, name), yes) for c, yes in zip(kept, positive, strict=True)] for name in FEATURES}
    scores = {name: scored(table, _auroc_of_each) for name, table in tables.items()}
    return {name: score for name, score in scores.items() if score}


def _auroc_of_each(samples: np.ndarray) -> np.ndarray:
    areas = [auroc(sample[:, 0], sample[:, 1] == 1) for sample in samples]
    return np.array([np.nan if area is None else area for area in areas])


def levels(checked: Sequence[Checked]) -> Mapping[Label, Counter[str]]:
    """Return how many claims of each label are at each level."""
    counts: dict[Label, Counter[str]] = {}
    for one in checked:
        counts.setdefault(one.claim.label, Counter())[LEVELS[one.support]] += 1
    return counts
