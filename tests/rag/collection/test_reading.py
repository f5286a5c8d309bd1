"""How different people word questions about the collection: all are read, and none about content is."""

import pytest

from eval.sets.question_set import Case, own_questions
from rag.collection import read_question
from rag.collection.metadata import Condition

CASES = own_questions("seen", prefix="collection:")
ASKED = [case for case in CASES if case.type == "collection"]
SAID = [case for case in CASES if case.type == "content"]

# What remains to be looked for, once asides and the words of the question are taken away.
TOPICS = [
    ("What is the oldest paper, going by the publication dates given?", "extreme", ""),
    ("According to the records, which paper has the most authors?", "extreme", ""),
    ("How many different papers does the collection hold, counting anything listed twice only once?", "count", ""),
    ("how many were published in 2021", "count", ""),
    ("How many survey or overview papers on robots are there, and which?", "count", "survey or overview on robots"),
    ("Which paper lists the largest number of authors?", "extreme", ""),
    ("How many papers are from 2021? I need the exact number.", "count", ""),
    ("How many papers are from 2021? Only those about code.", "count", "code"),
    ("I am new here. What is the newest paper?", "extreme", ""),
    ("papers on pruning, if any", "list", "pruning"),
    ("Are there papers about crowd counting?", "list", "crowd counting"),
    ("Which methods do prompt tuning on vision-language models?", "list", "prompt tuning on vision-language models"),
    ("which toolkits are there for continual learning", "list", "toolkits for continual learning"),
    ("what's been done on dialogue", "list", "dialogue"),
    ("which papers use GLUE?", "list", "GLUE"),
    ("Which papers train on the CIFAR-100 data set?", "list", "train on the CIFAR-100 data set"),
    ("papers that evaluate on Chinese data", "list", "evaluate on Chinese data"),
    ("In which month and year was SongComposer published, according to the records?", "fields", "SongComposer"),
]


@pytest.mark.parametrize("case", ASKED, ids=[case.question for case in ASKED])
def test_a_question_about_the_collection_is_read_as_one(case: Case) -> None:
    assert read_question(case.question) is not None


@pytest.mark.parametrize("case", SAID, ids=[case.question for case in SAID])
def test_a_question_about_what_a_paper_says_is_not(case: Case) -> None:
    assert read_question(case.question) is None


@pytest.mark.parametrize(("question", "asks", "topic"), TOPICS, ids=[row[0] for row in TOPICS])
def test_what_holds_a_question_together_is_no_topic(question: str, asks: str, topic: str) -> None:
    read = read_question(question)
    assert read is not None
    assert (read.asks, read.topic) == (asks, topic)


@pytest.mark.parametrize(
    "question",
    [
        "Job titles that lean toward men in text encoders - what advice was given?",
        "ERNIE 2.0 beats BERT on 16 tasks, so which of those are in Chinese?",
        "There was something on papers that leave out marks in their letters. Which language was that?",
        "There was a paper on pictures that fit any caption... by which techniques do they find them?",
        "In BoilNet, what is done with the weights of pots to be thrown away?",
        "There's a work that fires pots, and another that casts pans. By what factor are they smaller?",
        "Which models came out of the effort to read French, and the one on Chinese?",
    ],
)
def test_what_a_second_clause_asks_of_a_paper_is_not_about_the_collection(question: str) -> None:
    assert read_question(question) is None


def test_a_question_that_leans_on_one_about_a_paper_is_about_that_paper() -> None:
    assert read_question("Is there anything that makes them better at it?", "Do models answer InfoSeek?") is None


@pytest.mark.parametrize(
    ("asked", "operator", "years"),
    [
        ("Papers whose publication date is in 2024 or later", ">=", ("2024",)),
        ("papers whose date is 2023 or 2024", "=", ("2023", "2024")),
    ],
)
def test_a_date_that_papers_have_may_be_one_of_several(asked: str, operator: str, years: tuple[str, ...]) -> None:
    read = read_question(asked)
    assert read is not None
    assert [(c.operator, c.values) for c in read.conditions] == [(operator, years)]


@pytest.mark.parametrize(
    "asked",
    [
        "What does each say it is good for?",
        "Which language pairs did they test?",
        "What data did they use?",
        "On which language pairs was each tested?",
    ],
)
def test_what_some_papers_say_is_not_about_the_collection(asked: str) -> None:
    assert read_question(f"Two papers on translation look at pre-training. {asked}") is None


@pytest.mark.parametrize(
    "asked",
    [
        "List the papers that carry a 2024 date.",
        "which papers have a 2024 date",
        "Papers whose publication date falls in 2024?",
        "list papers whose date is 2024",
    ],
)
def test_a_date_that_papers_carry(asked: str) -> None:
    read = read_question(asked)
    assert read is not None
    assert (read.asks, read.topic, read.conditions) == ("list", "", (Condition("published", "=", ("2024",)),))


@pytest.mark.parametrize(
    ("question", "field", "descending"),
    [
        ("Which paper has the most authors, and how many are there?", "author_count", True),
        ("which paper has the longest author list and how many people are on it", "author_count", True),
        ("whats the newest paper in the collection", "published", True),
        ("Whats the oldest paper?", "published", False),
        ("Judging by the dates, which paper is the oldest of the lot?", "published", False),
        ("What's the most recently dated paper here?", "published", True),
        ("Which paper got the most upvotes, and how many did it get?", "upvotes", True),
    ],
)
def test_the_first_in_an_order_is_asked_for_in_many_ways(question: str, field: str, descending: bool) -> None:
    asked = read_question(question)
    assert asked is not None
    assert (asked.asks, asked.topic, asked.fields, asked.descending) == ("extreme", "", (field,), descending)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("How many papers are there and which is the newest?", [("count", ""), ("extreme", "")]),
        ("How many papers deal with pots, and which is the oldest?", [("count", "pots"), ("extreme", "pots")]),
        ("How many papers deal with pots and how many papers are there?", [("count", "pots"), ("count", "")]),
        ("How many papers, which is the newest and which the oldest?", [("count", "")] + [("extreme", "")] * 2),
    ],
)
def test_questions_in_one_breath_are_read_one_after_the_other(question: str, read: list[tuple[str, str]]) -> None:
    asked, each = read_question(question), []
    while asked:
        each.append((asked.asks, asked.topic))
        assert not asked.goes_on
        asked = asked.also
    assert each == read


def test_which_of_them_is_asked_after_and_as_without_it() -> None:
    before = "How many papers deal with pots?"
    assert read_question("And which of them is the newest?", before) == read_question(
        "Which of them is the newest?", before
    )
    assert read_question("Which is the newest?") == read_question("Which paper is the newest?")
    assert read_question("What is the newest dataset?") is None


@pytest.mark.parametrize(
    "question",
    [
        "Which paper has the most authors, and how many tasks does its benchmark have?",
        "Which paper is the newest and who wrote it?",
        "How many papers are there and what does CodeBERT do?",
    ],
)
def test_what_a_paper_says_beside_its_rank_is_not_passed_over(question: str) -> None:
    asked = read_question(question)
    assert asked is not None
    assert asked.goes_on
    assert read_question("Which papers deal with pots and how long do they boil?") is None


def test_who_speaks_a_language_wrote_no_paper() -> None:
    assert read_question("Which language is spoken by the most people?") is None
    written = read_question("Which one was written by the most people?")
    assert written is not None
    assert written.fields == ("author_count",)
