"""What a follow-up asks now, and what was asked before it."""

import pytest

from rag.question.asked import as_follow_up, understand
from rag.question.follow_up import current_question, names_before, repeats_answer_before

HISTORY = [{"question": "How many parameters does DPOT have beside CodeT5 and DPOT?", "answer": "0.5B [1]."}]


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("What is its architecture?", "What is its architecture? DPOT CodeT5"),
        ("and is it fast?", "and is it fast? DPOT CodeT5"),
        ("Does it need labels?", "Does it need labels? DPOT CodeT5"),
        ("And for Chinese?", f"{HISTORY[0]['question']} And for Chinese?"),
        ("What about it in Chinese?", f"{HISTORY[0]['question']} What about it in Chinese?"),
    ],
)
def test_what_was_asked_before_is_asked_no_more_where_a_question_says_what_it_asks(asked: str, now: str) -> None:
    assert current_question(as_follow_up(understand(asked), HISTORY)) == now


def test_names_of_what_a_question_leans_on_are_told_once() -> None:
    assert names_before(as_follow_up(understand("Is it fast?"), HISTORY)) == ["DPOT", "CodeT5"]
    assert names_before(understand("Is it fast?")) == []


@pytest.mark.parametrize(
    ("said", "repeats"),
    [
        ("The model has 0.5B parameters.", True),
        ("It has 7B parameters.", False),
        ("CodeT6 has 0.5B parameters.", False),
        ("It boils water with clay pots and lids.", False),
    ],
)
def test_an_answer_of_what_was_told_before_is_known(said: str, repeats: bool) -> None:
    history = [{"question": "How many parameters has DPOT?", "answer": "The DPOT model has 0.5B parameters [1]."}]
    question = as_follow_up(understand("And the other one of them?"), history)
    assert repeats_answer_before([said], question) == repeats
    assert not repeats_answer_before([said], understand("And the other one of them?"))


def test_what_follows_nothing_repeats_nothing() -> None:
    assert not repeats_answer_before(["DPOT is a model."], understand("Is DPOT a model?"))
