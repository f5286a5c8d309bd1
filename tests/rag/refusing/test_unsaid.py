"""Details that a question names and the abstract it is about does not hold."""

from dataclasses import replace

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag.refusing.unsaid import unsaid
from rag.retrieval.evidence import Evidence

ABSTRACT = (
    "PotNet is pre-trained on 20 billion grams of clay from 30 villages. It comes with nine kinds of simple and glazed "
    "clay pots and 12 CFMs, and runs on a 32 GPU cluster. Twenty potters were asked for 7 datasets. "
    "A 3B PotNet is large."
)


@pytest.fixture
def evidence(pots: list[Paper]) -> list[Evidence]:
    paper = replace(pots[0], title="PotNet: pots", abstract=ABSTRACT)
    other = replace(pots[1], title="Pans", abstract="The learning rate of PanNet is 0.1; it has 40 lids.")
    return evidence_of(paper, other)


@pytest.mark.parametrize(
    "question",
    [
        "What learning rate was used to train PotNet?",
        "potnet learning rate",
        "How many lids does PotNet have?",
        "At which conference was PotNet published?",
        "Who wrote the PotNet paper?",
        "Under which licence can PotNet be used?",
        "On how many TPUs and for how long was PotNet trained?",
        "PotNet, how many hours of firing?",
    ],
)
def test_what_only_another_abstract_says_is_unsaid(evidence: list[Evidence], question: str) -> None:
    assert unsaid(question, evidence) == evidence[0].paper


@pytest.mark.parametrize(
    "question",
    [
        "How many clay pots does PotNet come with?",
        "On how many GPUs does PotNet run?",
        "On which GPUs does PotNet run?",
        "How many data sets did PotNet ask for?",
        "How many parameters does the large PotNet have?",
        "How many GPU cards does PotNet need?",
        "How many models does PotNet hold?",
        "By how many percent is PotNet better?",
        "How many times faster is PotNet?",
        "How many potters did PotNet ask?",
        "how many potters potnet asked",
        "how many poters did potnet ask",
        "What is PotNet's vocabulary size?",
        "What learning rate was used to train PanNet?",
        "Does PotNet say its learning rate?",
        "How often does PotNet tell who wrote the recipe?",
        "How many authors has the PotNet paper?",
        "How many lids does the system have?",
        "What is PotNet?",
    ],
)
def test_what_is_said_or_may_be_said_in_other_words_is_left_to_the_model(
    evidence: list[Evidence], question: str
) -> None:
    assert unsaid(question, evidence) is None


def test_a_kind_of_thing_names_no_paper(pots: list[Paper]) -> None:
    papers = [
        replace(pots[0], title="PotNet: pots", abstract="PotNet boils."),
        replace(pots[1], abstract="12 GPUs boil."),
    ]
    evidence = evidence_of(*papers)
    assert unsaid("How many GPUs does PotNet use?", evidence) == papers[0]
    assert unsaid("Which GPUs does PotNet use?", evidence) == papers[0]


def test_nothing_is_unsaid_where_nothing_was_found() -> None:
    assert unsaid("How many lids does PotNet have?", []) is None


def test_what_is_counted_in_several_papers_alike_may_have_another_name_in_one(evidence: list[Evidence]) -> None:
    question = "How many lids do PotNet and LidNet have?"
    assert unsaid(question, evidence) == evidence[0].paper
    assert unsaid(question, evidence, shared=True) is None
    assert unsaid("What learning rate do PotNet and LidNet use?", evidence, shared=True) == evidence[0].paper
