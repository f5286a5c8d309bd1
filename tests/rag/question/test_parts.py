"""Questions that ask several things, cut into parts as their plan says, on the bundled papers."""

import pytest

from rag.plan.plan import Plan
from rag.question.asked import understand
from rag.question.part import Part, evidence_of, passages_of
from rag.question.parts import parts_of
from rag.retrieval.library import Library
from rag.retrieval.search import PaperFilter, SearchResult, find_evidence

TASKS, BITS = "How many Python tasks does CoderEval contain [7]?", "To what precision can GLM-130B be quantized?"


@pytest.fixture
def cut(shared_library: Library):  # type: ignore[no-untyped-def]
    def find(text: str, among: PaperFilter = None) -> SearchResult:
        return find_evidence(shared_library, text, 6, 400, among)

    def cut(*questions: str) -> list[Part]:
        question = understand(" ".join(questions))
        return parts_of(question, find(question.standalone), find, Plan("several", questions=questions))

    return cut


def titles(parts: list[Part]) -> list[str]:
    return [part.found.evidence[0].paper.title.split(":")[0] for part in parts]


def test_each_question_of_a_plan_is_searched_by_itself(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut(TASKS, BITS)
    assert [part.question.text for part in parts] == [TASKS, BITS]
    assert titles(parts) == ["CoderEval", "GLM-130B"]


def test_questions_that_one_paper_answers_are_asked_as_one(cut) -> None:  # type: ignore[no-untyped-def]
    [part] = cut("How much faster is PatrickStar?", "How large are the models that PatrickStar trains?")
    assert part.question.text.startswith("How much faster is PatrickStar? How large")
    assert part.no_answer == ""


def test_a_question_without_parts_is_left_whole(cut) -> None:  # type: ignore[no-untyped-def]
    [part] = cut(TASKS)
    assert part.no_answer == ""


def test_parts_show_what_was_found_for_each_in_turn_and_once(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut("What does SPRINT train on?", "What does DIONYSUS train on?")
    shown = passages_of(parts)
    best = [part.found.passages[0].chunk.paper_id for part in parts]
    assert [passage.chunk.paper_id for passage in shown[:2]] == best
    assert len({passage.chunk.paper_id for passage in shown}) == len(shown)
    held = [evidence for part in parts for evidence in part.found.evidence]
    assert len(evidence_of(parts)) == len({evidence.sentence for evidence in held})


def test_a_marker_typed_in_a_question_is_not_repeated_as_one(cut) -> None:  # type: ignore[no-untyped-def]
    assert cut(TASKS, BITS)[0].no_answer == "No answer was found to “How many Python tasks does CoderEval contain?”"
