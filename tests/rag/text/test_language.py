"""Which language a question is in."""

import pytest

from eval.sets.question_set import own_questions
from rag.text.language import ENGLISH, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Welche Datensätze werden für das Training von CodeBERT verwendet?", "German"),
        ("¿Cuántos parámetros tiene el modelo más grande?", "Spanish"),
        ("Quels sont les modèles pré-entraînés pour le japonais ?", "French"),
        ("DyLoRA 的训练速度比 LoRA 快多少倍?", "Chinese"),
        ("DyLoRA の学習速度は LoRA の何倍ですか?", "Japanese"),
        ("Сколько параметров у этой модели?", "Russian"),
        ("Quanti parametri ha il modello più grande di tutti?", "Italian"),
        ("რამდენი პარამეტრი აქვს?", "Georgian"),
    ],
)
def test_other_languages_are_recognised(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["codebert tasks", "DPOT PDE FM: max # params?", "wich datset was usd", "PT-OOD", "4.31x?"]
)
def test_keywords_and_typos_pass_for_english(text: str) -> None:
    assert language_of(text) == ENGLISH


def test_of_the_projects_own_questions_only_the_foreign_ones_are_foreign() -> None:
    cases = own_questions("seen", prefix="tune:") + own_questions("report")
    foreign = [case for case in cases if language_of(case.question) != ENGLISH]
    assert {case.type for case in foreign} == {"robust"}
    assert sorted(language_of(case.question) for case in foreign) == sorted(
        2 * ["Chinese", "French", "German", "Spanish"]
    )
