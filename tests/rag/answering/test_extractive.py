"""Answers that are quotes: the right sentence, exactly, and no language model."""

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag import Assistant
from rag.answering.extractive import quoted
from rag.assistant import EXTRACTIVE
from rag.grounding.grounding import numbered
from rag.models.store.model_store import ModelStore
from rag.reading.reader import Judged
from rag.retrieval.library import Library
from rag.settings import Settings
from tests.scripted_llm import saying


def test_what_is_part_of_the_answer_is_quoted_or_else_the_likeliest_alone(pots: list[Paper]) -> None:
    lids, saves = evidence_of(pots[1])
    result = numbered(quoted(Judged({lids: 0.5, saves: 0.9}, part_bound=0.4, signals={})))
    assert result.text == "“A lid saves 40% of the fuel.” [1] “Lids keep heat inside.” [2]"
    assert [citation.quote for citation in result.citations] == [
        "A lid saves 40% of the fuel.",
        "Lids keep heat inside.",
    ]
    (likeliest,) = quoted(Judged({lids: 0.1, saves: 0.2}, part_bound=0.4, signals={}))
    assert likeliest.evidence == (saves,)
    assert quoted(Judged({}, part_bound=0.4, signals={})) == []


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How much smaller are Compressor's models?", "160 times smaller"),
        ("On how many GPUs does PatrickStar run the 175B GPT3 task?", "32 GPU cluster"),
    ],
)
def test_the_assistant_quotes_without_loading_a_model(
    shared_library: Library, model_store: ModelStore, question: str, held: str
) -> None:
    assistant = Assistant(Settings(llm="no-such-model"), shared_library, model_store)
    answer = assistant.ask(question, extractive=True)
    assert held in answer.text
    assert answer.model == EXTRACTIVE
    assert answer.status == "answered"
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        assert sentence.kind == "quoted"
        assert sentence.text == f"“{citation.quote}”"
        assert citation.quote == citation.paper.abstract[citation.start : citation.end]


def test_it_abstains_like_the_model_would(shared_library: Library, model_store: ModelStore) -> None:
    assistant = Assistant(Settings(), shared_library, model_store)
    assistant.model.__dict__["_loaded"] = llm = saying("x")
    assert assistant.ask("How long do I bake sourdough bread in a wood oven?", extractive=True).status == "abstained"
    assert llm.prompts == []
