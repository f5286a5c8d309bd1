"""The baselines with the smallest real models: retrieval, citations, refusals and the order of times."""

from collections.abc import Callable
from pathlib import Path

import pytest
from llama_index.core import VectorStoreIndex

from eval.asking.baselines import BaselineAnswer, citation, is_refusal, naive
from eval.asking.paper_index import paper_index
from eval.asking.plain_transformers import PlainTransformers, load_plain_transformers
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.machine.progress import silent
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.settings import Settings

BOILING = "How long does a clay pot of 3 litres take to boil water?"


@pytest.fixture(scope="module")
def index(embedder: Embedder) -> VectorStoreIndex:
    papers = [
        Paper("pots", "Pots That Boil", "We study clay pots. A clay pot of 3 litres boils water in 12 minutes."),
        Paper("lids", "A Survey of Lids", "Lids keep heat inside. A lid saves 40% of the fuel."),
        Paper("cats", "Sleeping Habits of Cats", "Cats sleep for 15 hours a day."),
        Paper("kites", "Kites in Strong Wind", "We fly kites of paper and of silk."),
    ]
    return paper_index(papers, embedder)


@pytest.mark.parametrize("baseline_of", [naive, citation])
def test_a_baseline_answers_from_the_three_nearest_papers(
    baseline_of: Callable, index: VectorStoreIndex, plain_llm: PlainTransformers
) -> None:
    baseline = baseline_of(index, plain_llm)
    answer = baseline.answer(BOILING)
    assert answer.text.strip()
    assert 0 < plain_llm.count_tokens(answer.text) <= plain_llm.max_tokens
    assert next(iter(answer.retrieved)) == "pots"
    assert len(answer.retrieved) == 3
    assert sorted(answer.retrieved.values(), reverse=True) == list(answer.retrieved.values())
    assert set(answer.sources) == (set(answer.retrieved) if baseline.name == "citation" else set())
    assert set(answer.cited) <= set(answer.sources)
    assert answer.first_token_ms is not None
    assert 0 <= answer.retrieve_ms <= answer.first_token_ms <= answer.total_ms
    assert answer.prompt_tokens > 100


def test_the_model_sees_whole_abstracts_and_no_ids(index: VectorStoreIndex) -> None:
    nodes = index.as_retriever(similarity_top_k=1).retrieve(BOILING)
    shown = nodes[0].node.get_content("llm")  # type: ignore[arg-type]
    assert shown.startswith("Pots That Boil\nWe study clay pots.")
    assert shown.endswith("in 12 minutes.")


def test_markers_name_the_papers_of_their_sources_each_once() -> None:
    def cited(text: str) -> tuple[str, ...]:
        return BaselineAnswer(text, ("a", "a", "b"), {"b": 0.9, "a": 0.1}, 0, 0, 0, False, 0).cited

    assert cited("Copper [3] boils [1, 2], as [Source 3] says [0] and [9].") == ("b", "a")
    assert cited("According to Source 3, copper boils (Sources 1 and 2).") == ("b", "a")
    assert cited("Nothing is cited, of 3 sources.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The context does not provide the number of GPUs.",
        "I'm sorry, but the given information doesn't mention a learning rate. It names a batch size.",
        "There is no information about Swin in the sources.",
        "None of the sources are helpful.",
        "I'm sorry, but I cannot write a poem for your grandmother as I do not have any information about her.",
        "Empty Response",
        "",
    ],
)
def test_a_refusal_is_recognised(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text", ["It is 160 times smaller [1].", "It boils water in 12 minutes. The abstract does not mention the fire."]
)
def test_an_answer_is_no_refusal(text: str) -> None:
    assert not is_refusal(text)


def test_a_collection_without_papers_is_refused(embedder: Embedder, plain_llm: PlainTransformers) -> None:
    answer = naive(paper_index([], embedder), plain_llm).answer(BOILING)
    assert (answer.text, answer.refused, answer.retrieved, answer.prompt_tokens) == ("Empty Response", True, {}, 0)


def test_the_plain_model_completes_and_reports_a_failure(plain_llm: PlainTransformers, tiny_folder: Path) -> None:
    streamed = "".join(piece.delta or "" for piece in plain_llm.stream_complete("Name a colour."))
    assert streamed.strip()
    assert plain_llm.complete("Name a colour.").text == streamed
    assert plain_llm.weights_written > plain_llm.weights_read > 50_000_000
    broken = PlainTransformers("broken", tiny_folder, max_tokens=0)
    with pytest.raises(ValueError, match="max_new_tokens"):
        broken.complete("Name a colour.")


def test_weights_that_are_elsewhere_cannot_be_compared(model_store: ModelStore) -> None:
    with pytest.raises(AbstractQAError, match="llm_url is http://127.0.0.1:9/v1"):
        load_plain_transformers(Settings(llm="m", llm_url="http://127.0.0.1:9/v1"), model_store, silent)
