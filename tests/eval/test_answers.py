"""Ask a question set on the real index, with a scripted model: what is kept, and what stops a run."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from llama_index.core.llms import LLM

from eval.asking.run_questions import run_questions
from eval.asking.runs import open_run
from eval.asking.summary import summary
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from rag import Assistant
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings
from tests.scripted_llm import ScriptedLLM, saying

TRUE = "Compressor's models are 160 times smaller than the original size."
GOLD = ("Compressing Pre-trained Models of Code into 3 MB",)
CASES = [
    Case(
        f"q{name}", f"How much smaller are Compressor's models, case {name}?", True, gold_papers=GOLD, facts=(("160",),)
    )
    for name in "abc"
]
BAKING = Case("n", "How long do I bake sourdough bread in a wood oven?", False, type="out_of_scope")

With = Callable[..., Assistant]


@pytest.fixture
def assistant_with(shared_library: Library, model_store: ModelStore, home: Path) -> With:
    def assistant_with(llm: LLM, **settings: str) -> Assistant:
        assistant = Assistant(Settings(keep_drafts=False, **settings), shared_library, model_store)  # type: ignore[arg-type]
        assistant.model.__dict__["_loaded"] = llm
        return assistant

    return assistant_with


def failing_at(*calls: int, after: str = "") -> ScriptedLLM:
    """Return a model that says what is true, but dies at some of its calls, after some words."""
    count = iter(range(1, 100))

    def script(prompt: str) -> Iterator[str]:
        if next(count) in calls:
            yield after
            raise RuntimeError("out of memory")
        yield TRUE

    return ScriptedLLM(script)


def test_a_run_holds_the_answer_its_trace_and_its_metrics(assistant_with: With, tmp_path: Path) -> None:
    def check(outcomes: object) -> None:
        assert list(open_run(tmp_path / "run").outcomes) == outcomes  # on disk at once

    run = run_questions(
        assistant_with(saying(TRUE)), [CASES[0], BAKING], tmp_path / "run", name="mine", on_outcome=check
    )
    assert run == open_run(tmp_path / "run")
    right, refused = run.outcomes
    assert right.case == CASES[0]
    assert right.answer["citations"][0]["paper"]["title"] == GOLD[0]
    assert right.trace["draft"].strip() == TRUE
    assert right.trace["answerable"] > 0.5 > refused.trace["answerable"]
    texts = [sentence["text"] for sentence in right.trace["evidence"]]
    assert any("160 times smaller" in text for text in texts)
    assert set(right.trace["evidence"][0]) == {"paper_id", "number", "text"}
    assert {name: right.metrics[name] for name in ("right", "paper_precision", "RR")} == dict.fromkeys(
        ("right", "paper_precision", "RR"), 1
    )
    assert refused.trace["draft"] == ""
    assert (refused.verdict, "first_words_seconds" in refused.metrics) == ("refused", False)
    assert run.manifest["questions"]["name"] == "mine"
    assert run.manifest["settings"]["llm"] == Settings().llm
    assert run.manifest["index"] == right.answer["index"]
    assert run.manifest["machine"]["cores"]
    table = summary(run.outcomes)
    assert table["all"]["refusal_f1"] == 1
    assert (table["answerable"]["right"], table["out_of_scope"]["refused"]) == (1, 1)
    assert "right" not in table["unanswerable"]


def test_a_run_is_resumed_where_it_was_stopped(assistant_with: With, tmp_path: Path) -> None:
    llm = saying(TRUE)
    assistant = assistant_with(llm)

    def stop(outcomes: object) -> None:
        if llm.prompts:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_questions(assistant, CASES, tmp_path, on_outcome=stop)
    before = open_run(tmp_path).outcomes
    assert 1 <= len(before) < len(CASES)
    with pytest.raises(AbstractQAError, match="--resume"):
        run_questions(assistant, CASES, tmp_path)
    counts: list[int] = []
    run = run_questions(
        assistant, CASES, tmp_path, resume=True, on_outcome=lambda outcomes: counts.append(len(outcomes))
    )
    assert run.outcomes[: len(before)] == before
    assert sorted(outcome.case.id for outcome in run.outcomes) == ["qa", "qb", "qc"]
    assert counts == list(range(len(before), len(CASES) + 1))
    asked = len(llm.prompts)
    assert run_questions(assistant, CASES, tmp_path, resume=True) == run
    assert len(llm.prompts) == asked


def test_cases_that_were_changed_are_another_run(assistant_with: With, tmp_path: Path) -> None:
    assistant = assistant_with(saying(TRUE))
    run_questions(assistant, CASES[:1], tmp_path)
    changed = Case(CASES[0].id, CASES[0].question, True, gold_papers=GOLD, facts=(("161",),))
    with pytest.raises(AbstractQAError, match=r"questions\.sha256 .* Name another --out"):
        run_questions(assistant, [changed], tmp_path, resume=True)


def test_a_model_that_dies_once_is_asked_again(assistant_with: With, tmp_path: Path) -> None:
    run = run_questions(assistant_with(failing_at(2)), CASES, tmp_path)
    assert [outcome.verdict for outcome in run.outcomes] == ["right"] * 3


def test_an_answer_cut_off_by_a_model_that_dies_is_not_taken_at_once(assistant_with: With, tmp_path: Path) -> None:
    half = TRUE + " And"
    run = run_questions(assistant_with(failing_at(1, after=half)), CASES[:1], tmp_path / "once")
    assert ("cut_off" in run.outcomes[0].trace, run.outcomes[0].answer["status"]) == (False, "answered")
    run = run_questions(assistant_with(failing_at(1, 2, after=half)), CASES[:1], tmp_path / "twice")
    assert "out of memory" in run.outcomes[0].trace["cut_off"]
    assert (run.outcomes[0].trace["draft"], run.outcomes[0].answer["status"]) == (half, "partial")


@pytest.mark.parametrize("workers", [1, 3])
def test_a_model_that_stays_dead_stops_the_run_and_loses_no_case(
    assistant_with: With, tmp_path: Path, workers: int
) -> None:
    cases = [BAKING, *CASES]
    with pytest.raises(AbstractQAError, match=r"stopped at case 'q.': .*out of memory.* Resume: --resume$") as failure:
        run_questions(assistant_with(failing_at(*range(2, 100))), cases, tmp_path, workers=workers)
    assert "\n" not in str(failure.value)
    kept = open_run(tmp_path).outcomes
    assert {"n"} < {outcome.case.id for outcome in kept} < {"n", "qa", "qb", "qc"}
    run = run_questions(assistant_with(saying(TRUE)), cases, tmp_path, resume=True, workers=workers)
    assert run.outcomes[: len(kept)] == kept
    assert [outcome.correct for outcome in run.outcomes] == [True] * 4


def test_workers_ask_a_server_at_the_same_time(assistant_with: With, tmp_path: Path) -> None:
    together = threading.Barrier(3)

    def script(prompt: str) -> Iterator[str]:
        together.wait(timeout=60)  # broken, and the run with it, unless three are asked at once
        yield TRUE

    assistant = assistant_with(ScriptedLLM(script), llm_url="http://127.0.0.1:9/v1")  # a local model takes turns
    run = run_questions(assistant, CASES, tmp_path, workers=3)
    assert {outcome.case.id: outcome.verdict for outcome in run.outcomes} == dict.fromkeys(("qa", "qb", "qc"), "right")


def test_stopping_does_not_wait_for_the_answer_being_written(assistant_with: With, tmp_path: Path) -> None:
    ended = threading.Event()

    def script(prompt: str) -> Iterator[str]:
        yield TRUE
        if "case b" in prompt:
            for _ in range(600):
                time.sleep(0.1)
                yield ""
            ended.set()

    def stop(outcomes: object) -> None:
        if outcomes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_questions(assistant_with(ScriptedLLM(script)), CASES[:2], tmp_path, on_outcome=stop)
    assert not ended.is_set()
    assert [outcome.case.id for outcome in open_run(tmp_path).outcomes] == ["qa"]  # what is half written is not kept


def test_wrong_gold_is_an_error_before_anything_is_asked_or_written(assistant_with: With, tmp_path: Path) -> None:
    llm = saying(TRUE)
    with pytest.raises(AbstractQAError, match="case 'x': 'gold_papers' names 'No such paper'"):
        run_questions(
            assistant_with(llm), [*CASES, Case("x", "?", True, gold_papers=("No such paper",))], tmp_path / "run"
        )
    assert not llm.prompts
    assert not (tmp_path / "run").exists()
