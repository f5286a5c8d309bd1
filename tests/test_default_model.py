"""The whole program with the model it ships with: five questions on the real corpus, and no network.

Wording is the model's own; a test asks for the cited paper and the fact. Greedy decoding makes it repeatable.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.sets.facts import has_facts
from rag import Assistant
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings

pytestmark = pytest.mark.model
LLM = "qwen2.5-coder-1.5b-instruct"

# Refuses every connection and every look-up of a name, from whatever library.
WITHOUT_NETWORK = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"network touched: {event} {arguments[1:]}")
sys.addaudithook(refuse)
from rag.shell.cli import main
sys.argv = ["abstract-qa", *sys.argv[1:]]
main()
"""


@pytest.fixture(scope="module")
def assistant(shared_library: Library, model_store: ModelStore) -> Assistant:
    return Assistant(Settings(llm=LLM), shared_library, model_store)


@pytest.mark.parametrize(
    ("question", "title", "facts"),
    [
        (
            "How much smaller than the original are the models that Compressor makes?",
            "Compressing Pre-trained Models of Code into 3 MB",
            [["160"]],
        ),
        (
            "How much faster is the compressed CodeBERT at inference?",
            "Compressing Pre-trained Models of Code into 3 MB",
            [["4.31"]],
        ),
        (
            "What accuracy does NASNet Large reach on the ASSIRA Cats and Dogs dataset?",
            "Benchmark Analysis of Various Pre-trained Deep Learning Models on ASSIRA Cats and Dogs Dataset",
            [["99.65"]],
        ),
        (
            "How many parameters does PatrickStar's biggest GPT3 task have, and on how many GPUs?",
            "PatrickStar: Parallel Training of Pre-trained Models via Chunk-based Memory Management",
            [["175B"], ["32"]],
        ),
        (
            "Which language do the Albertina models encode?",
            "Advancing Neural Encoding of Portuguese with Transformer Albertina PT-*",
            [["Portuguese"]],
        ),
    ],
)
def test_the_fact_is_stated_and_the_paper_cited(
    assistant: Assistant, question: str, title: str, facts: list[list[str]]
) -> None:
    answer = assistant.ask(question)
    assert answer.status in ("answered", "partial"), answer.text
    assert has_facts(answer.text, facts), answer.text
    assert title in {citation.paper.title for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations
    for citation in answer.citations:
        assert citation.paper.abstract[citation.start : citation.end] == citation.quote


def test_each_part_of_a_question_is_answered_from_its_own_paper(assistant: Assistant) -> None:
    answer = assistant.ask("How many Python tasks does CoderEval contain, and on how many GPUs was PatrickStar tested?")
    assert has_facts(answer.text, [["230"], ["32", "8"]]), answer.text
    assert len({citation.paper.title for citation in answer.citations}) == 2


def without_network(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    isolated = ["unshare", "--map-root-user", "--net"] if _can_unshare() else []
    return subprocess.run(
        [*isolated, sys.executable, "-c", WITHOUT_NETWORK, *arguments],
        env={**os.environ, "ABSTRACT_QA_HOME": str(home)},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


def _can_unshare() -> bool:
    try:
        return subprocess.run(["unshare", "--map-root-user", "--net", "true"], check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_ask_needs_no_network_once_the_models_are_here(model_store: ModelStore, indexed_home: Path) -> None:
    model_store.fetch(LLM)
    process = without_network("ask", "How many parameters does GLM-130B have?", "--json", home=indexed_home)
    assert process.returncode == 0, process.stderr
    answer = json.loads(process.stdout)
    assert "130" in answer["text"]
    assert answer["citations"][0]["paper"]["title"] == "GLM-130B: An Open Bilingual Pre-trained Model"


def test_the_block_itself_works(tmp_path: Path) -> None:
    process = without_network("models", "fetch", "smollm2-135m-instruct", home=tmp_path)
    assert process.returncode == 1
    assert process.stdout == ""


def test_a_question_that_no_pattern_reads_is_read_into_a_plan(assistant: Assistant) -> None:
    answer = assistant.ask("Whatever you hold on forgetting, bar the ones on vision: show me.")
    assert answer.plan
    assert answer.plan.about == "collection"
    assert answer.plan.topic == "forgetting"
    assert answer.plan.not_topic == "vision"
    assert answer.citations
    assert answer.to_dict()["plan"]["topic"] == "forgetting"


def test_a_follow_up_is_read_with_what_it_is_about_and_a_new_subject_without(assistant: Assistant) -> None:
    before = [{"question": "What does TrOCR do?", "answer": "TrOCR recognises text with pre-trained Transformers."}]
    answer = assistant.ask("And on which kinds of text does it beat the earlier models?", before)
    assert "TrOCR" in answer.standalone_question
    assert "handwritten" in answer.text
    assert not answer.standalone_question.startswith("What does TrOCR do?")
    counted = assistant.ask("How many papers are from 2021?", before)
    assert counted.plan
    assert counted.plan.about == "collection"
    other = "ok, leave that. For which ranks does DyLoRA train its blocks?"
    assert assistant.ask(other, before).standalone_question == other
