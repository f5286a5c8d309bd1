"""Conditions on records: what a search finds among the papers that fit."""

from pathlib import Path

import pytest

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library

PAPERS = [
    Paper("linen", "Linen", "Linen threads hold much weight.", "2019-03", ("Jana Doe",), venue="Yarn Letters"),
    Paper("wool", "Wool", "Wool threads hold less weight.", "2021", ("Karl Müller",), keywords=("sheep", "textile")),
    Paper("silk", "Silk", "Silk threads hold most weight.", None, ("Richard Roe", "Jana Doe")),
]


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder) -> Library:
    build_index(tmp_path / "index", PAPERS, embedder).close()
    return Library(tmp_path / "index", embedder)


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (Conditions(years=(2020, None)), {"wool"}),
        (Conditions(years=(None, 2021)), {"linen", "wool"}),
        (Conditions(authors=("doe",)), {"linen", "silk"}),
        (Conditions(authors=("MULLER",)), {"wool"}),
        (Conditions(authors=("Doe", "Roe")), {"silk"}),
        (Conditions(venue="yarn"), {"linen"}),
        (Conditions(keywords=("sheep",)), {"wool"}),
        (Conditions(years=(2019, 2019), authors=("roe",)), set()),
        (Conditions(), {"linen", "wool", "silk"}),
    ],
)
def test_only_papers_that_fit_are_found(library: Library, conditions: Conditions, found: set[str]) -> None:
    asked = library.embedder.read_query("Which threads hold weight?")
    assert {passage.chunk.paper_id for passage in library.search(asked, 10, conditions or None)} == found
    assert {paper.paper_id for paper in library.papers(conditions or None)} == found
