"""Score the support check on published claims: how well it separates supported claims from the others.

Each claim stands for a sentence of a draft, and the whole abstract for its evidence. The authors of such sets score
predicted labels; the support check predicts none, so the AUROC of its features is scored instead.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.comparing.intervals import Score, auroc, scored
from eval.published.readers_scifact import Claim, Label
from index_store.index import Index
from index_store.records import Sentence
from rag.grounding.attribution import ground_sentence
from rag.grounding.match import Match
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence
from rag.text.wording import content_stems

LEVELS = ("unsupported", "partial", "supported")
FEATURES = ("support", "probability", "coverage", "cosine")
AGAINST: tuple[Label, ...] = ("CONTRADICT", "NOT SAID")


@dataclass(frozen=True)
class Checked:
    """The result of the support check for a claim.

    `support` is the index of its level in LEVELS, `probability` that of being supported, `coverage` the share of the
    claim's content words that are in the cited sentences and their title, `cosine` that of the claim and the nearest
    sentence.
    """

    claim: Claim
    support: int
    probability: float
    coverage: float
    cosine: float


def check_claims(claims: Sequence[Claim], index: Index, embedder: Embedder) -> list[Checked]:
    """Check every claim; a paper without sentences supports nothing."""
    read = embedder.read_passages([claim.text for claim in claims])
    return [_checked(claim, sentence, index) for claim, sentence in zip(claims, read, strict=True)]


def _checked(claim: Claim, read: EmbeddedText, index: Index) -> Checked:
    row = index.table.paper_row_of(claim.paper_id)
    assert row is not None
    sentences: list[Sentence] = [sentence for _, sentence in index.table.sentences(row)]
    if not sentences:
        return Checked(claim, 0, 0.0, 0.0, 0.0)
    match = Match.of(read, index.vectors_of(sentences), index.words_of(sentences))
    paper = index.table.paper(row)
    evidence = [Evidence(sentence, paper, 0.0) for sentence in sentences]
    grounded = ground_sentence(claim.text, "", evidence, match)
    words = content_stems(claim.text)
    cited = content_stems(" ".join([paper.title, *(e.sentence.text for e in grounded.evidence)]))
    coverage = len(words & cited) / len(words) if words else 0.0
    return Checked(
        claim, LEVELS.index(grounded.support), grounded.probability, coverage, float(match.similarities.max())
    )


def separation(checked: Sequence[Checked], against: Label) -> dict[str, Score]:
    """Return, by feature, the AUROC of supported claims against those of one label; empty when a label is missing."""
    kept = [c for c in checked if c.claim.label in ("SUPPORT", against)]
    positive = [c.claim.label == "SUPPORT" for c in kept]
    scores = {name: scored(auroc, [getattr(c, name) for c in kept], positive) for name in FEATURES}
    return {name: score for name, score in scores.items() if score}


def levels(checked: Sequence[Checked]) -> Mapping[Label, Counter[str]]:
    """Return how many claims of each label have each support level."""
    counts: dict[Label, Counter[str]] = {}
    for one in checked:
        counts.setdefault(one.claim.label, Counter())[LEVELS[one.support]] += 1
    return counts
