"""Baselines asked a question set: real runs with the smallest model, and answers made by hand."""

from pathlib import Path

import pytest
from llama_index.core import VectorStoreIndex

from eval.asking.ask_baseline import as_answer, with_earlier_questions
from eval.asking.baselines import BaselineAnswer, citation, naive
from eval.asking.paper_index import paper_index
from eval.asking.plain_transformers import PlainTransformers
from eval.asking.run_questions import run_questions
from eval.asking.runs import Outcome, open_run
from eval.metrics import measure
from eval.reporting.report_files import write_report
from eval.reporting.stages import loss_of
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag import Assistant
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings

GOLD = ("Compressing Pre-trained Models of Code into 3 MB",)
FOLLOW_UP = Case(
    "follow", "By how much are they smaller?", True, ({"question": "What does Compressor do?", "answer": "Smaller."},)
)
CASES = [
    Case(
        "gold", "How much smaller are Compressor's models than the original size?", True, gold_papers=GOLD,
        facts=(("160",),),
    ),
    FOLLOW_UP,
    Case("none", "How long do I bake sourdough bread?", False, type="out_of_scope"),
]  # fmt: skip
POTS = Case("pots", "How long?", True, gold_papers=("pots",), facts=(("12 minutes",),), gold_sentences=("We study",))


@pytest.fixture(scope="module")
def index(shared_library: Library) -> VectorStoreIndex:
    return paper_index(shared_library.papers(), shared_library.embedder)


@pytest.fixture
def assistant(shared_library: Library, model_store: ModelStore, tiny_folder: Path, home: Path) -> Assistant:
    return Assistant(Settings(llm=str(tiny_folder)), shared_library, model_store)


def answered(text: str, *sources: str, refused: bool = False) -> BaselineAnswer:
    return BaselineAnswer(text, sources, {"pots": 0.9, "cats": 0.1}, 10, 900, 2000, refused, 300)


@pytest.mark.model
def test_a_run_of_a_baseline_is_stopped_and_resumed(
    assistant: Assistant, index: VectorStoreIndex, plain_llm: PlainTransformers, tmp_path: Path
) -> None:
    def stop(outcomes: object) -> None:
        if outcomes:
            raise KeyboardInterrupt

    baseline = citation(index, plain_llm)
    with pytest.raises(KeyboardInterrupt):
        run_questions(assistant, CASES, tmp_path / "run", baseline=baseline, on_outcome=stop)
    before = open_run(tmp_path / "run").outcomes
    assert 1 <= len(before) < len(CASES)
    with pytest.raises(AbstractQAError, match="settings.baseline 'citation'; this one has None"):
        run_questions(assistant, CASES, tmp_path / "run", resume=True)
    run = run_questions(assistant, CASES, tmp_path / "run", baseline=baseline, resume=True)
    assert run.outcomes[: len(before)] == before
    assert [outcome.case for outcome in run.outcomes] == CASES
    settings = run.manifest["settings"]
    assert (settings["baseline"], settings["passages"], settings["evidence_tokens"]) == ("citation", 3, None)
    for outcome in run.outcomes:
        assert outcome.trace["draft"].strip()
        assert outcome.answer["model"] == plain_llm.name
        assert len(outcome.answer["passages"]) == len(outcome.trace["evidence"]) == 3
        assert not {"sentence_precision", "sentence_recall", "unsupported_rate"} & outcome.metrics.keys()
        assert 0 <= outcome.metrics["retrieve_seconds"] <= outcome.metrics["first_words_seconds"]
    assert (run.outcomes[0].metrics["RR"], "right" in run.outcomes[0].metrics) == (1, True)
    assert "What does Compressor do?\nBy how much" in run.outcomes[1].answer["standalone_question"]
    assert "| baseline | citation |" in write_report([run], tmp_path / "report").read_text(encoding="utf-8")


@pytest.mark.model
def test_naive_answers_cite_nothing(
    assistant: Assistant, index: VectorStoreIndex, plain_llm: PlainTransformers, tmp_path: Path
) -> None:
    (outcome,) = run_questions(assistant, CASES[:1], tmp_path, baseline=naive(index, plain_llm)).outcomes
    assert (outcome.answer["citations"], outcome.verdict in ("right", "wrong")) == ([], True)
    assert outcome.answer["sentences"][0]["citations"] == []
    assert not {"numeric_fidelity", "paper_precision"} & outcome.metrics.keys()


def test_markers_are_numbered_as_answer_and_quote_the_whole_paper(pots: list[Paper]) -> None:
    text = "1. It boils in 12 minutes. [Source 2] Cats sleep [1, 3][9].\n- 15 hours [2]!"
    record = as_answer(answered(text, "cats", "pots", "pots"), {paper.paper_id: paper for paper in pots})
    assert record["text"] == "1. It boils in 12 minutes. [1] Cats sleep [2][1].\n- 15 hours [1]!"
    assert [(c["number"], c["paper"]["id"]) for c in record["citations"]] == [(1, "pots"), (2, "cats")]
    assert record["citations"][0]["quote"] == f"{pots[0].title}\n{pots[0].abstract}"
    assert record["sentences"] == [
        {"text": "It boils in 12 minutes.", "citations": [1], "support": None},
        {"text": "Cats sleep.", "citations": [2, 1], "support": None},
        {"text": "15 hours!", "citations": [1], "support": None},
    ]
    said = as_answer(
        answered("As Source 2 says, cats sleep (Source 1).", "cats", "pots"), {p.paper_id: p for p in pots}
    )
    assert said["text"] == "As [1] says, cats sleep [2]."
    assert record["passages"][0] == {"paper_id": "pots", "title": pots[0].title, "score": 0.9}
    scores = measure(POTS, record)
    assert (scores["right"], scores["paper_precision"], scores["paper_recall"]) == (1, 0.75, 1)
    assert scores["numeric_fidelity"] == 0.5  # 15 hours are of another paper than the cited one


def test_a_refusal_cites_nothing_whatever_its_markers(pots: list[Paper]) -> None:
    refusal = answered("None of the sources say how long [1][2].", "pots", "cats", refused=True)
    record = as_answer(refusal, {paper.paper_id: paper for paper in pots})
    assert (record["status"], record["sentences"], record["citations"]) == ("abstained", [], [])
    assert record["text"] == "None of the sources say how long ."
    assert (measure(POTS, record)["right"], measure(POTS, record)["refused"]) == (0, 1)


def test_a_baseline_without_support_check_never_loses_a_case_in_grounding(pots: list[Paper]) -> None:
    record = as_answer(answered("It is 12 minutes [1].", "pots"), {paper.paper_id: paper for paper in pots})
    case = Case("near", "How long does copper take?", False, near=("pots",))
    loss = loss_of(Outcome(case, record, {"evidence": [], "draft": record["text"]}, measure(case, record)))
    assert loss is not None
    assert loss.stage == "generation"


def test_a_follow_up_comes_after_the_earlier_questions() -> None:
    assert with_earlier_questions(FOLLOW_UP) == "What does Compressor do?\nBy how much are they smaller?"
    assert with_earlier_questions(POTS) == "How long?"
