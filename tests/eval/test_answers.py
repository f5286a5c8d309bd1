"""A run over a question set: metrics by hand, and a run that was stopped goes on."""

from pathlib import Path

import pytest

from eval.answers import ask_all, read_outcomes, score, summary
from eval.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag import Assistant
from rag.answer import Answer, Citation, Status, Timings
from rag.library import Library
from rag.model_store import ModelStore
from rag.settings import Settings
from tests.scripted_llm import saying


def answered(text: str, citations: tuple[Citation, ...] = (), status: Status = "answered") -> Answer:
    return Answer("?", "?", status, text, (), citations, (), (), {}, "m", "i", Timings(10, 1500, 2000))


def cite(paper: Paper, quote: str) -> Citation:
    return Citation(1, paper, quote, paper.abstract.index(quote), paper.abstract.index(quote) + len(quote), "supported")


def test_metrics_that_apply_are_there_and_no_others(pots: list[Paper]) -> None:
    case = Case(
        "q", "?", True, gold_papers=("pots",), borderline=("lids",), facts=(("12 minutes",),),
        gold_sentences=("A clay pot of 3 litres boils water in 12 minutes.",),
    )  # fmt: skip
    quotes = ("A clay pot of 3 litres boils water in 12 minutes.", "We study clay pots.")
    citations = (*(cite(pots[0], quote) for quote in quotes), cite(pots[1], "Lids keep heat inside."))
    assert score(case, answered("In 12 minutes [1].", citations)) == {
        "refused": 0.0, "seconds": 2.0, "first_words_seconds": 1.5, "right": 1.0,
        "paper_precision": 1.0, "sentence_precision": 0.5,
    }  # fmt: skip
    refusal = score(case, answered("These abstracts do not say 12 minutes.", status="abstained"))
    assert refusal == {"refused": 1.0, "seconds": 2.0, "first_words_seconds": 1.5, "right": 0.0}
    assert score(Case("n", "?", False, must_not=("BANANA",)), answered("a banana")) == {
        "refused": 0.0, "seconds": 2.0, "first_words_seconds": 1.5, "must_not": 1.0,
    }  # fmt: skip


@pytest.fixture
def assistant(shared_library: Library, model_store: ModelStore, home: Path) -> Assistant:
    assistant = Assistant(Settings(), shared_library, model_store)
    assistant.__dict__["_loaded_llm"] = saying("Compressor's models are 160 times smaller than the original size.")
    return assistant


CASES = [Case(f"q{n}", f"How much smaller are Compressor's models, case {n}?", True, facts=(("160",),)) for n in "abc"]


def test_a_run_goes_on_where_it_was_stopped(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "outcomes.jsonl"
    first = next(ask_all(assistant, CASES, file))
    with file.open("a") as lines:
        lines.write('{"case": {"id": "q')  # killed while writing
    outcomes = list(ask_all(assistant, CASES, file))
    assert outcomes[0] == first
    assert [o.case["id"] for o in read_outcomes(file)] == ["qa", "qb", "qc"]
    assert len(assistant.llm.prompts) == 3  # type: ignore[attr-defined]
    assert summary(outcomes)["answerable"]["right"] == 1.0
    assert summary(outcomes)["answerable"]["cases"] == 3


def test_a_case_that_was_changed_is_asked_again_and_a_line_separator_is_text(
    assistant: Assistant, tmp_path: Path
) -> None:
    file = tmp_path / "outcomes.jsonl"
    before = Case("q", "How much smaller are Compressor's models\u2028then?", True, facts=(("160",),))
    after = Case("q", before.question, True, facts=(("161",),))
    assert [o.metrics["right"] for o in ask_all(assistant, [before], file)] == [1.0]
    assert [o.metrics["right"] for o in ask_all(assistant, [after], file)] == [0.0]
    assert [o.metrics["right"] for o in ask_all(assistant, [after], file)] == [0.0]
    assert len(assistant.llm.prompts) == 2  # type: ignore[attr-defined]


def test_a_file_of_something_else_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "outcomes.jsonl").write_text('{"other": 1}\n')
    with pytest.raises(AbstractQAError, match=r"outcomes\.jsonl:1 is not an outcome"):
        read_outcomes(tmp_path / "outcomes.jsonl")
