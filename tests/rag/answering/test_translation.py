"""A question in another language is put into English, once, and what was asked stays."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from index_store.records import Paper
from rag.answer import AnswerSentence, Citation, Grounded
from rag.answering.translation import in_english, in_language
from rag.models.llm.generation import GenerationFailed
from rag.question.asked import understand

GERMAN = "Wie viel schneller ist das Modell und warum ist es so?"


def write(messages: Sequence[Any]) -> Iterator[str]:
    assert messages[-1].content == GERMAN
    yield from ("How much faster is the model, ", "and why?")


def test_another_is_searched_and_answered_by_its_translation() -> None:
    found = in_english(understand(GERMAN), write)
    assert found.asked == GERMAN
    assert found.standalone == found.text == "How much faster is the model, and why?"


@pytest.mark.parametrize("written", ["", " ", "?"])
def test_without_a_translation_the_question_stays(written: str) -> None:
    question = understand(GERMAN)
    assert in_english(question, lambda messages: [written]) is question


PAPER = Paper("small", "CodeBERT", "CodeBERT is 4.31 times faster. It needs 69% less.")
ANSWER = Grounded(
    "CodeBERT is 4.31 times faster [1]. It is small [1][2].",
    (
        AnswerSentence("CodeBERT is 4.31 times faster.", (1,), "supported"),
        AnswerSentence("It is small.", (1, 2), "partial"),
    ),
    (
        Citation(1, PAPER, "CodeBERT is 4.31 times faster.", 0, 30, "supported"),
        Citation(2, PAPER, "It needs 69% less.", 31, 49, "partial"),
    ),
)


TRANSLATIONS = {
    "CodeBERT is 4.31 times faster.": "CodeBERT ist 4,31-mal schneller.",
    "CodeBERT ist 4.31-mal schneller.": "CodeBERT is faster 4.31 times.",
    "It is small.": "Es ist klein.",
    "Es ist klein.": "It is small in size.",
}


def by_table(messages: Sequence[Any]) -> Iterator[str]:
    yield TRANSLATIONS[str(messages[-1].content)]


def test_an_answer_is_given_in_the_language_with_its_citations() -> None:
    found = in_language(ANSWER, "German", by_table)
    assert found.text == "CodeBERT ist 4.31-mal schneller [1]. Es ist klein [1][2]."
    assert [(s.text, s.citations, s.support) for s in found.sentences] == [
        ("CodeBERT ist 4.31-mal schneller.", (1,), "partial"),
        ("Es ist klein.", (1, 2), "partial"),
    ]
    assert [cited.support for cited in found.citations] == ["partial", "partial"]


def test_a_sentence_whose_translation_says_the_opposite_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TRANSLATIONS, "CodeBERT ist 4.31-mal schneller.", "CodeBERT is 4.31 times slower.")
    assert in_language(ANSWER, "German", by_table).sentences[0] == ANSWER.sentences[0]


@pytest.mark.parametrize(
    "written",
    ["", "CodeBERT ist 4,13-mal schneller.", "Das Modell ist 4,31-mal schneller.", "CodeBERT ist 4,31\nschneller."],
)
def test_a_sentence_whose_translation_changes_a_name_or_a_number_stays(written: str) -> None:
    assert in_language(ANSWER, "German", lambda messages: [written]).sentences[0] == ANSWER.sentences[0]


@pytest.mark.parametrize(("written", "again"), [("", ""), ("Es", ""), ("Es ist grün.", "It is green.")])
def test_a_translation_that_breaks_off_or_says_something_else_is_not_shown(written: str, again: str) -> None:
    def broken(messages: Sequence[Any]) -> list[str]:
        return [written if "into German" in str(messages[0].content) else again]

    assert in_language(ANSWER, "German", broken) == ANSWER


def test_an_answer_stays_where_the_model_fails() -> None:
    def failing(messages: Sequence[Any]) -> Iterator[str]:
        yield "CodeBERT"
        raise GenerationFailed("The model is gone.")

    assert in_language(ANSWER, "German", failing) == ANSWER


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Il vient du jeu Natural Questions.", True), ("Il vient du jeu Questions naturelles.", False)],
)
def test_a_name_of_several_words_is_not_translated(written: str, kept: bool) -> None:
    named = "It comes from the Natural Questions dataset."
    answer = Grounded(named, (AnswerSentence(named, (1,), "supported"),), ())
    pieces = iter([written, named])
    [sentence] = in_language(answer, "French", lambda messages: [next(pieces)]).sentences
    assert sentence.text == (written if kept else named)


def test_a_quotation_stays_in_the_words_of_the_paper() -> None:
    quoted = AnswerSentence("“It needs 69% less.”", (2,), "supported", "quoted")
    found = in_language(Grounded("", (ANSWER.sentences[0], quoted), ANSWER.citations), "German", by_table)
    assert found.text == "CodeBERT ist 4.31-mal schneller [1]. “It needs 69% less.” [2]"
    assert found.sentences[1] == quoted
