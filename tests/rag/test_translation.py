"""A question in another language is put into English, once, and what was asked stays."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from rag.question import understand
from rag.translation import in_english

GERMAN = "Wie viel schneller ist das Modell und warum ist es so?"


def write(messages: Sequence[Any]) -> Iterator[str]:
    assert messages[-1].content == GERMAN
    yield from ("How much faster is the model, ", "and why?")


def never(messages: Sequence[Any]) -> Iterator[str]:
    raise AssertionError("an English question needs no translation")


def test_an_english_question_is_untouched() -> None:
    question = understand("How much faster is it?")
    assert in_english(question, (), never) is question


def test_another_is_searched_and_answered_by_its_translation() -> None:
    found = in_english(understand(GERMAN), (), write)
    assert found.asked == GERMAN
    assert found.standalone == found.plain == "How much faster is the model, and why?"


def test_the_translation_leans_on_the_history_as_any_question() -> None:
    history = [{"question": "What is Compressor?", "answer": "A method."}]
    found = in_english(understand(GERMAN, history), history, write)
    assert found.standalone == "What is Compressor? How much faster is the model, and why?"


@pytest.mark.parametrize("written", ["", " ", "?"])
def test_without_a_translation_the_question_stays(written: str) -> None:
    question = understand(GERMAN)
    assert in_english(question, (), lambda messages: [written]) is question
