"""Which questions count as English."""

import pytest

from eval.question_set import own_questions
from rag.english import is_english


@pytest.mark.parametrize(
    "text",
    [
        "Welche Datensätze werden für das Training von CodeBERT verwendet?",
        "¿Cuántos parámetros tiene el modelo más grande?",
        "Quels sont les modèles pré-entraînés pour le japonais ?",
        "DyLoRA 的训练速度比 LoRA 快多少倍?",
        "Сколько параметров у этой модели?",
        "Quanti parametri ha il modello più grande di tutti?",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize(
    "text", ["codebert tasks", "DPOT PDE FM: max # params?", "wich datset was usd", "PT-OOD", "4.31x?"]
)
def test_keywords_and_typos_pass_for_english(text: str) -> None:
    assert is_english(text)


def test_of_the_projects_own_questions_only_the_foreign_ones_are_foreign() -> None:
    foreign = [case for half in ("tune", "report") for case in own_questions(half) if not is_english(case.question)]
    assert len(foreign) == 8
    assert {case.type for case in foreign} == {"robust"}
