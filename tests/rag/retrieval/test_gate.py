"""What the gate looks at, on the shipped abstracts, and what it decides by it."""

import numpy as np
import pytest

from rag.assistant import Assistant
from rag.retrieval.gate import MIN_ANSWERABLE, Signals, probability_answerable


@pytest.fixture
def assistant(indexed_home) -> Assistant:  # type: ignore[no-untyped-def]
    return Assistant.load()


def gauged(assistant: Assistant, question: str) -> Signals:
    return assistant.find(question).signals


@pytest.mark.parametrize(
    ("question", "rare", "strange", "capital"),
    [
        ("What does UER stand for?", 1, 0, 0),
        ("How large is PatrikStar?", 0, 0, 0),  # misspelled: neither known nor strange
        ("alephbertgimmel vocab size", 1, 0, 0),  # typed without its capitals
        ("How does CodeBERT differ from other models?", 0, 0, 0),  # named in many abstracts
        ("How many parameters does AlphaFold2 have?", 0, 1, 0),
        ("What about BERT-style models?", 0, 0, 0),
        ("How do they treat Klingon text?", 0, 0, 1),
        ("Klingon text?", 0, 0, 0),  # any first word has a capital
    ],
)
def test_names_that_few_papers_hold_or_none(
    assistant: Assistant, question: str, rare: float, strange: float, capital: float
) -> None:
    found = gauged(assistant, question)
    assert (found.rare_name, found.strange_name, found.strange_capital) == (rare, strange, capital)


def test_nearness_is_a_share(assistant: Assistant) -> None:
    near, far = gauged(assistant, "pruning of pre-trained code models"), gauged(assistant, "sourdough in a wood oven")
    assert 0 <= far.passage < near.passage <= 1
    assert 0 <= far.sentence < near.sentence <= 1


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("How much smaller are the models that Compressor makes?", True),
        ("what does uer stand for", True),
        ("How does FlashAttention reduce reads of on-chip SRAM?", False),
        ("Who won the football match yesterday?", False),
    ],
)
def test_what_is_let_through(assistant: Assistant, question: str, answered: bool) -> None:
    assert (probability_answerable(gauged(assistant, question)) >= MIN_ANSWERABLE) == answered


def test_no_probability_leaves_its_bounds() -> None:
    assert 0 < probability_answerable(Signals(*np.zeros(5))) < probability_answerable(Signals(1, 1, 1, 0, 0)) < 1
