"""How people word questions about the collection: what is read from them, and that none about content is read."""

from typing import Any

import pytest

from eval.sets.question_set import own_questions
from rag.collection import CollectionQuestion, answer_from_collection, read_question
from rag.collection.metadata import Condition
from rag.question.asked import understand
from rag.retrieval.library import Library

CASES = own_questions("seen", prefix="collection:")

# A question and what is read from it; the topic is empty where none is given.
READ: list[tuple[str, dict[str, Any]]] = [
    ("What is the oldest paper, going by the publication dates given?", {"fields": ("published",)}),
    ("Judging by the dates, which paper is the oldest of the lot?", {"asks": "extreme", "descending": False}),
    ("whats the newest paper in the collection", {"asks": "extreme", "descending": True}),
    ("What's the most recently dated paper here?", {"asks": "extreme", "fields": ("published",)}),
    ("I am new here. What is the newest paper?", {"asks": "extreme"}),
    ("According to the records, which paper has the most authors?", {"asks": "extreme"}),
    ("which paper has the longest author list and how many people are on it", {"fields": ("author_count",)}),
    ("Which one was written by the most people?", {"asks": "extreme", "fields": ("author_count",)}),
    ("Which paper got the most upvotes, and how many did it get?", {"asks": "extreme", "fields": ("upvotes",)}),
    (
        "How many different papers does the collection hold, counting anything listed twice only once?",
        {"asks": "count"},
    ),
    ("how many were published in 2021", {"asks": "count", "conditions": (Condition("published", "=", ("2021",)),)}),
    ("How many papers are from 2021? I need the exact number.", {"asks": "count"}),
    ("How many papers are from 2021? Only those about code.", {"topic": "code"}),
    ("How many survey papers on robots are there, and which?", {"asks": "count", "topic": "survey on robots"}),
    ("papers on pruning, if any", {"asks": "list", "topic": "pruning"}),
    ("Which methods do prompt tuning on images?", {"asks": "list", "topic": "prompt tuning on images"}),
    ("which toolkits are there for continual learning", {"topic": "toolkits for continual learning"}),
    ("what's been done on dialogue", {"asks": "list", "topic": "dialogue"}),
    ("which papers use GLUE?", {"topic": "GLUE", "exact": True}),
    ("papers that evaluate on Chinese data", {"topic": "evaluate on Chinese data", "exact": False}),
    ("Which papers train on the CIFAR-100 data set?", {"topic": "train on the CIFAR-100 data set"}),
    ("List the papers that carry a 2024 date.", {"conditions": (Condition("published", "=", ("2024",)),)}),
    ("Papers whose publication date falls in 2024?", {"conditions": (Condition("published", "=", ("2024",)),)}),
    ("papers whose date is 2023 or 2024", {"conditions": (Condition("published", "=", ("2023", "2024")),)}),
    ("In which month was SongComposer published, according to the records?", {"topic": "SongComposer"}),
]

CONTENT = [
    "Which paper introduces replaced token detection?",
    "which model has 0.5B parameters?",
    "How many papers did the survey review?",
    "Compare CodeBERT and CodeT5.",
    "What do papers say about forgetting?",
    "What is the newest version of GS-LoRA?",
    "What is the newest dataset?",
    "How many people were interviewed in the Hugging Face study?",
    "Which dataset was released in 2021?",
    "When is pre-training harmful?",
    "How many researchers annotated the dataset?",
    "What work did the authors build on?",
    "Which works better, LoRA or adapters?",
    "How many votes does the ensemble use?",
    "Which language is spoken by the most people?",
    "Summarize the papers on robots.",
    "Is there a paper about Vietnamese tweets, and what tokenizer does it use?",
    "Job titles that lean toward men in text encoders - what advice was given?",
    "ERNIE 2.0 beats BERT on 16 tasks, so which of those are in Chinese?",
    "There was something on papers that leave out marks in their letters. Which language was that?",
    "There's a work that fires pots, and another that casts pans. By what factor are they smaller?",
    "Two papers on translation look at pre-training. What does each say it is good for?",
    "Two papers on translation look at pre-training. On which language pairs was each tested?",
    "Which models came out of the effort to read French, and the one on Chinese?",
    "Which papers deal with pots and how long do they boil?",
]


def in_turn(asked: CollectionQuestion | None) -> list[tuple[str, str]]:
    return [(asked.asks, asked.topic), *in_turn(asked.also)] if asked else []


def test_every_question_of_the_collection_set_is_read_and_none_about_content_is() -> None:
    asked = [case.question for case in CASES if case.type == "collection"]
    content = [case.question for case in CASES if case.type == "content"]
    assert min(len(asked), len(content)) > 50
    assert [question for question in asked if read_question(question) is None] == []
    assert [question for question in content if read_question(question)] == []


def test_no_content_question_of_the_tuning_half_is_taken_for_one_about_the_collection() -> None:
    cases = [case for case in own_questions("seen", prefix="tune:") if case.type not in ("collection", "metadata")]
    taken = [case for case in cases if understand(case.question, case.history).collection]
    assert len(cases) > 150
    assert [case.type for case in taken] == ["near_miss"]  # who wrote a paper: only the records could say
    assert taken[0].question.startswith("Who wrote")


@pytest.mark.parametrize(("question", "expected"), READ, ids=[row[0] for row in READ])
def test_what_is_read_from_a_question(question: str, expected: dict[str, Any]) -> None:
    asked = read_question(question)
    assert asked is not None
    expected = {"topic": "", **expected}
    assert {name: getattr(asked, name) for name in expected} == expected


@pytest.mark.parametrize("question", CONTENT)
def test_a_question_about_what_papers_say_is_left_to_the_model(question: str, shared_library: Library) -> None:
    asked = read_question(question)
    assert asked is None or answer_from_collection(asked, shared_library) is None


def test_a_question_that_leans_on_one_about_a_paper_is_about_that_paper() -> None:
    assert read_question("Is there anything that makes them better at it?", "Do models answer InfoSeek?") is None


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("How many papers are there and which is the newest?", [("count", ""), ("extreme", "")]),
        ("How many papers deal with pots, and which is the oldest?", [("count", "pots"), ("extreme", "pots")]),
        ("How many papers deal with pots and how many papers are there?", [("count", "pots"), ("count", "")]),
        ("How many papers, which is the newest and which the oldest?", [("count", "")] + [("extreme", "")] * 2),
    ],
)
def test_questions_joined_into_one_are_read_one_after_the_other(question: str, read: list[tuple[str, str]]) -> None:
    asked = read_question(question)
    assert in_turn(asked) == read
    assert asked is not None
    assert not asked.goes_on


def test_a_follow_up_may_begin_with_and() -> None:
    before = "How many papers deal with pots?"
    assert read_question("And which of them is the newest?", before) == read_question(
        "Which of them is the newest?", before
    )


@pytest.mark.parametrize(
    "question",
    [
        "Which paper has the most authors, and how many tasks does its benchmark have?",
        "Which paper is the newest and who wrote it?",
        "How many papers are there and what does CodeBERT do?",
    ],
)
def test_a_second_question_about_what_a_paper_says_is_noticed(question: str) -> None:
    asked = read_question(question)
    assert asked is not None
    assert asked.goes_on


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Which papers present models for a language that is not English?", "a language that is not English"),
        ("papers about citation recommendation", "citation recommendation"),
        ("papers on more than one language, not only English", "not only English"),
    ],
)
def test_a_negation_or_citation_that_papers_can_be_chosen_by(question: str, topic: str) -> None:
    asked = read_question(question)
    assert asked is not None
    assert (asked.refusal, topic in asked.topic) == ("", True)
