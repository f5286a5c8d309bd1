"""Questions that take for granted what an abstract denies."""

from dataclasses import replace

import pytest

from index_store.records import Paper
from rag.evidence import Evidence
from rag.premises import denial_behind, denial_by, denial_of, is_turned_round
from rag.sentences import sentences_of
from rag.tying import Tie

ABSTRACT = "Clay pots boil water without any lid. Copper pots are faster than clay pots. Lids save fuel."


@pytest.fixture
def evidence(pots: list[Paper]) -> list[Evidence]:
    paper = replace(pots[0], title="Pots", abstract=ABSTRACT)
    return [Evidence(sentence, paper, 0.5) for sentence in sentences_of(paper)]


@pytest.mark.parametrize(
    ("question", "number"),
    [("Why do clay pots boil water with any lid?", 0), ("What makes copper pots slower than clay pots?", 1)],
)
def test_the_sentence_that_denies_it_is_found(evidence: list[Evidence], question: str, number: int) -> None:
    assert denial_of(question, evidence) == evidence[number]


@pytest.mark.parametrize(
    "question",
    [
        "Why do clay pots boil water without any lid?",
        "Do clay pots boil water with any lid?",
        "Are copper pots faster or slower than clay pots?",
        "Why are planes slower than rockets?",
        "copper pots slower than clay pots",
        "?",
    ],
)
def test_nothing_denies_what_is_true_left_open_or_elsewhere(evidence: list[Evidence], question: str) -> None:
    assert denial_of(question, evidence) is None


def test_an_answer_that_corrects_its_question_denies_it(evidence: list[Evidence]) -> None:
    question = "Why do lids help the cook while clay helps the potter?"
    tie = Tie((evidence[2],), "supported")
    assert denial_by([("Lids help the potter while clay helps the cook.", tie)], question) == evidence[2]
    assert denial_by([("Lids help the cook while clay helps the potter.", tie)], question) is None
    other = ("Lids save fuel.", tie)
    assert denial_by([("Lids help the potter while clay helps the cook.", tie), other], question) == evidence[2]
    half = Tie((evidence[2],), "partial")
    assert denial_by([("Lids help the potter while clay helps the cook.", half)], question) is None


def test_what_an_answer_took_from_its_question_against_the_evidence_it_follows_denies_it(
    evidence: list[Evidence],
) -> None:
    numbered = replace(evidence[0].paper, abstract="The study boils water in 19 pots of clay without any lid.")
    (told,) = (Evidence(sentence, numbered, 0.5) for sentence in sentences_of(numbered))
    tie = Tie((told,), "unsupported", 0.0)
    question = "The study covers 40 pots. How were they chosen?"
    assert denial_behind([("The study boils water in 40 pots of clay.", tie)], question) == told
    card = "I have 40 GB of memory. What does the study boil water in?"  # that is the asker's own
    assert denial_behind([("With 40 GB the study boils water in pots of clay.", tie)], card) is None
    assert denial_behind([("Forty painters went by train to 40 museums.", tie)], question) is None


def test_an_answer_that_says_the_opposite_of_what_it_follows_is_turned_round(evidence: list[Evidence]) -> None:
    tie = Tie((evidence[0],), "unsupported", 0.0)
    assert is_turned_round([("Clay pots boil water with any lid.", tie)], "What do pots do?")
    assert not is_turned_round([("Clay pots boil water.", tie)], "What do pots do?")
    assert not is_turned_round([("Planes fly over the sea with any lid.", tie)], "What do planes do?")
