"""The model in words."""

import pytest

from rag.answering.model_state import Doing, ModelState
from rag.shell.doctor import Finding
from ui.conversations.model_words import findings, model_words


@pytest.mark.parametrize(
    ("doing", "questions", "said"),
    [
        ("ready", 0, "runs on this machine (int8, 2 threads). It is ready."),
        ("working", 2, "It is at work on a question. 1 question waits."),
        ("working", 4, "3 questions wait."),
        ("loading", 0, "It is being loaded."),
    ],
)
def test_a_model_of_this_machine(doing: Doing, questions: int, said: str) -> None:
    assert said in model_words(ModelState("qwen", "int8, 2 threads", doing, questions))


def test_a_model_on_a_server_is_said_to_be_there() -> None:
    said = model_words(ModelState("<b>", "llm.example", "elsewhere"))
    assert "<b>&lt;b&gt;</b> runs on llm.example." in said


def test_what_is_not_well_stands_out() -> None:
    said = findings([Finding("index", True, "118 papers"), Finding("runtime", False, "<x> missing")])
    assert '<li class="well"><b>index</b> 118 papers</li>' in said
    assert '<li class="unwell"><b>runtime</b> needs attention: &lt;x&gt; missing</li>' in said
