"""Answers that are quotes: the right sentence, exactly, and no language model."""

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag import Assistant
from rag.answering.extractive import MAX_QUOTES, quote_best
from rag.assistant import EXTRACTIVE
from rag.grounding.grounding import numbered
from rag.models.store.model_store import ModelStore
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.settings import Settings
from rag.text.sentences import sentences_of
from tests.scripted_llm import saying


def test_the_sentence_that_shares_meaning_and_words_is_quoted(pots: list[Paper]) -> None:
    scores = {"A lid saves 40% of the fuel.": 0.9, "Lids keep heat inside.": 0.3}
    evidence = [Evidence(s, p, scores.get(s.text, 0.1)) for p in pots for s in sentences_of(p)]
    result = numbered(quote_best("How much fuel does a lid save?", evidence))
    assert result.text == "A lid saves 40% of the fuel [1]."
    assert result.citations[0].quote == "A lid saves 40% of the fuel."


def test_no_more_than_a_few_are_quoted_and_in_the_order_of_the_text(pots: list[Paper]) -> None:
    evidence = evidence_of(*pots)
    result = numbered(quote_best("zeppelin", evidence))
    assert [s.text for s in result.sentences] == [e.sentence.text for e in evidence[:MAX_QUOTES]]
    assert quote_best("zeppelin", []) == []


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How much smaller are Compressor's models?", "160 times smaller"),
        ("On how many GPUs does PatrickStar run the 175B GPT3 task?", "32 GPU cluster"),
    ],
)
def test_the_assistant_quotes_without_loading_a_model(
    shared_library: Library, model_store: ModelStore, question: str, quoted: str
) -> None:
    assistant = Assistant(Settings(llm="no-such-model"), shared_library, model_store)
    answer = assistant.ask(question, extractive=True)
    assert quoted in answer.text
    assert answer.model == EXTRACTIVE
    assert answer.status == "answered"
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        assert sentence.kind == "quoted"
        assert sentence.text == citation.quote == citation.paper.abstract[citation.start : citation.end]


def test_it_abstains_like_the_model_would(shared_library: Library, model_store: ModelStore) -> None:
    assistant = Assistant(Settings(), shared_library, model_store)
    assistant._model.__dict__["_loaded"] = llm = saying("x")
    assert assistant.ask("How long do I bake sourdough bread in a wood oven?", extractive=True).status == "abstained"
    assert llm.prompts == []
