"""Questions that take for granted what an abstract denies."""

from dataclasses import replace

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag.grounding.attribution import GroundedSentence
from rag.refusing.premises import denial_in_answer, denial_in_evidence
from rag.retrieval.evidence import Evidence

ABSTRACT = "Clay pots boil water without any lid. Copper pots are faster than clay pots. Lids save fuel."


@pytest.fixture
def evidence(pots: list[Paper]) -> list[Evidence]:
    paper = replace(pots[0], title="Pots", abstract=ABSTRACT)
    return evidence_of(paper)


@pytest.mark.parametrize(
    ("question", "number"),
    [("Why do clay pots boil water with any lid?", 0), ("What makes copper pots slower than clay pots?", 1)],
)
def test_the_sentence_that_denies_it_is_found(evidence: list[Evidence], question: str, number: int) -> None:
    assert denial_in_evidence(question, evidence) == evidence[number]


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("What are the five groups of pots that lids make?", True),
        ("What are the three groups of pots that lids make?", False),
        ("What are the two groups of pots that lids make?", False),  # of which the abstract speaks elsewhere
        ("What are the five colours of pots that lids make?", False),
    ],
)
def test_what_is_counted_otherwise_is_denied(pots: list[Paper], question: str, denied: bool) -> None:
    paper = replace(pots[0], abstract="Lids make three large groups of pots. Two groups are of clay.")
    first, _ = evidence_of(paper)
    assert (denial_in_evidence(question, [first]) == first) == denied


def test_a_title_that_a_question_calls_a_paper_by_assumes_nothing(pots: list[Paper]) -> None:
    paper = replace(pots[0], title="Fast pots of clay", abstract="Slow pots of clay boil.")
    [evidence] = evidence_of(paper)
    assert denial_in_evidence("What is said of fast pots of clay?", [evidence]) == evidence
    assert denial_in_evidence("What is said in Fast pots of clay?", [evidence]) is None


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
    assert denial_in_evidence(question, evidence) is None


def test_an_answer_that_corrects_its_question_denies_it(pots: list[Paper]) -> None:
    paper = replace(pots[0], title="Pots", abstract="The potter is helped by lids, and by clay the cook.")
    [evidence] = evidence_of(paper)
    question, corrected = (
        "Why do lids help the cook while clay helps the potter?",
        "lids help the potter while clay helps the cook.",
    )

    def denial(*said: str, probability: float = 0.9) -> Evidence | None:
        return denial_in_answer(
            [GroundedSentence(text, (evidence,), "partial", probability) for text in said], question
        )

    assert denial(corrected) == evidence
    assert denial("Lids help the cook while clay helps the potter.") is None
    assert denial(corrected, "The potter is helped by lids.") == evidence
    assert denial(corrected, probability=0.5) is None
