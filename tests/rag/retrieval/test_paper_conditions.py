"""Conditions on records: what a search finds among the papers that fit."""

from pathlib import Path

import pytest

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.assistant import Assistant
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.retrieval.search import find_evidence
from rag.settings import Settings

PAPERS = [
    Paper("linen", "Linen", "Linen threads hold much weight.", "2019-03", ("Jana Doe",), venue="Yarn Letters"),
    Paper("wool", "Wool", "WoolNet threads hold less weight.", "2021", ("Karl Müller",), keywords=("sheep", "textile")),
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
        (Conditions(papers=("silk", "linen")), {"linen", "silk"}),
        (Conditions(papers=("silk", "linen"), authors=("roe",)), {"silk"}),
        (Conditions(), {"linen", "wool", "silk"}),
    ],
)
def test_only_papers_that_fit_are_found(library: Library, conditions: Conditions, found: set[str]) -> None:
    asked = library.embedder.read_query("Which threads hold weight?")
    assert {passage.chunk.paper_id for passage in library.search(asked, 10, conditions or None)} == found
    assert {paper.paper_id for paper in library.papers(conditions or None)} == found


def test_the_gate_knows_only_the_papers_that_are_searched(library: Library) -> None:
    asked = "How much weight do WoolNet threads hold, and Linen ones?"
    for years, rare, strange in (((2021, 2021), 1, 0), ((2019, 2019), 0, 1)):
        signals = find_evidence(library, asked, 3, 400, conditions=Conditions(years)).signals
        assert (signals.rare_name, signals.strange_name, signals.strange_capital) == (rare, strange, 1 - strange)


@pytest.mark.parametrize("asked", ["What does WoolNet hold?", "Which threads hold weight?", "Wool, what does it hold?"])
@pytest.mark.parametrize("years", [(2019, 2019), (1990, 1991)])
def test_a_quoted_answer_never_comes_from_a_paper_that_does_not_fit(
    library: Library, model_store: ModelStore, asked: str, years: tuple[int, int]
) -> None:
    answer = Assistant(Settings(), library, model_store).ask(asked, extractive=True, among=Conditions(years))
    shown = [citation.paper for citation in answer.citations] + [near.paper for near in answer.nearest]
    assert {paper.paper_id for paper in shown} <= {p.paper_id for p in library.papers(Conditions(years))}
    if "WoolNet" in asked or years == (1990, 1991):
        assert answer.status == "abstained"


@pytest.mark.parametrize(
    ("asked", "papers", "said", "unsaid"),
    [
        ("How many papers are there?", ("linen", "silk"), "2", "3"),
        ("Which papers were published after 2018?", ("wool", "silk"), "Wool", "Linen"),
        ("Which papers mention “threads”?", ("linen",), "Linen", "Wool"),
    ],
)
def test_the_collection_is_the_papers_that_are_asked(
    library: Library, model_store: ModelStore, asked: str, papers: tuple[str, ...], said: str, unsaid: str
) -> None:
    among = Conditions(papers=papers)
    answer = Assistant(Settings(), library, model_store).ask(asked, extractive=True, among=among)
    assert said in answer.text
    assert unsaid not in answer.text
    assert {citation.paper.paper_id for citation in answer.citations} <= set(papers)
