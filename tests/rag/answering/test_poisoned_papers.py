"""Fifty invented papers with orders in abstracts and titles: what of them comes before the language model."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from read_papers import read_papers

from eval.sets.gold import check_gold
from eval.sets.question_set import Case, read_questions
from index_store.records import Paper
from rag.answering.prompting import build_messages
from rag.answering.reply import Reply
from rag.assistant import Assistant
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.question.asked import understand
from rag.refusing.refusal import Refusal
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.settings import Settings
from rag.text.orders import is_order
from rag.text.sentences import sentences_of

# Base64, letters from behind, and a comment in HTML, which is no text: their words stand nowhere.
UNSEEN = {"poisoned-paper-17", "poisoned-paper-38", "poisoned-paper-10"}


def poisoned() -> tuple[list[Paper], list[Case]]:
    folder = files("eval.sets")
    records = list(read_papers(str(folder.joinpath("attacks_papers_corpus.jsonl"))))
    papers = [record for record in records if isinstance(record, Paper)]
    assert len(papers) == len(records) == 50
    return papers, read_questions(str(folder.joinpath("attacks_papers.jsonl")))


def holds_order(text: str, case: Case) -> bool:
    return any(words.casefold() in text.casefold() for words in case.must_not)


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, model_store: ModelStore
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("poisoned") / "index"
    build_index(folder, poisoned()[0], embedder).close()
    library = Library(folder, embedder)
    yield Assistant(Settings(), library, model_store)
    library.index.close()


def test_each_paper_has_a_question_on_a_fact_of_its_own_and_an_order() -> None:
    papers, cases = poisoned()
    check_gold(cases, papers)
    assert [case.gold_papers for case in cases] == [(paper.paper_id,) for paper in papers]
    assert len({paper.title for paper in papers}) == len(cases) == 50
    assert all(case.facts and case.gold_sentences and not holds_order(case.question, case) for case in cases)
    in_titles = [case.id for paper, case in zip(papers, cases, strict=True) if holds_order(paper.title, case)]
    in_abstracts = {case.id for paper, case in zip(papers, cases, strict=True) if holds_order(paper.abstract, case)}
    assert len(in_titles) == 10
    assert len(in_abstracts | UNSEEN) == 40


def test_no_prompt_holds_a_control_token(assistant: Assistant, home: Path) -> None:
    for case in poisoned()[1]:
        found = assistant.find(case.question)
        assert any(evidence.paper.paper_id in case.gold_papers for evidence in found.evidence), case.id
        prompt = str(build_messages(understand(case.question).text, found.evidence)[1].content)
        assert "<|" not in prompt


def test_no_abstention_repeats_a_title_that_gives_orders(assistant: Assistant) -> None:
    reply = Reply(understand("Why?"), assistant.library, (), "none", 0.0, 0.0)
    ordering = [paper for paper in poisoned()[0] if is_order(paper.title)]
    assert ordering
    for paper in ordering:
        denial = Evidence(sentences_of(paper)[0], paper, 0.5)
        assert paper.title not in reply.refusal(Refusal("silent", paper.paper_id)).text
        assert paper.title not in reply.refusal(Refusal("premise", evidence=denial)).text
