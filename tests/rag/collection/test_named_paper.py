"""Which paper a name or a short description means."""

import pytest

from rag.collection.named_paper import papers_named
from rag.ingest.bundled import bundled_papers

PAPERS = bundled_papers()


@pytest.mark.parametrize(
    ("description", "titles"),
    [
        ("PatrickStar", ["PatrickStar"]),
        ("PatrikStar", ["PatrickStar"]),
        ("ERNIE 2.0", ["ERNIE 2.0"]),
        ("meta-learning to improve pre-training", ["Meta-Learning to Improve Pre-Training"]),
        ("rhythm game charts", ["Beat-Aligned"]),
        ("UER or PILOT", ["UER", "PILOT"]),
        ("rhythm-game charts and SongComposer", ["Beat-Aligned", "SongComposer"]),
        ("underwater basket weaving", []),
        ("pre-trained models", []),  # nearly all of them are on those
    ],
)
def test_a_description_means_a_paper_or_none(description: str, titles: list[str]) -> None:
    named = papers_named(description, PAPERS)
    assert len(named) == len(titles), [paper.title for paper in named]
    assert all(paper.title.startswith(title) for paper, title in zip(named, titles, strict=True))
