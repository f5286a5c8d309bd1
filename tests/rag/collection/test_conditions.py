"""Conditions on metadata: how they are worded in a question, which records meet them, how an answer says them."""

import pytest

from index_store.records import Paper
from rag.collection.metadata import Condition
from rag.collection.reader.conditions import take_conditions

# Words of a question, the conditions in them, and what is left.
WORDINGS = [
    ("papers in 2021", [("published", "=", "2021")], "papers"),
    ("papers before March 2021", [("published", "<", "2021-03")], "papers"),
    ("papers since 12 August 2021", [("published", ">=", "2021-08-12")], "papers"),
    ("papers from Aug 12, 2021 or later", [("published", ">=", "2021-08-12")], "papers"),
    (
        "papers between January and June 2023",
        [("published", ">=", "2023-01"), ("published", "<=", "2023-06")],
        "papers",
    ),
    ("papers of the 2020s", [("published", ">=", "2020"), ("published", "<=", "2029")], "papers"),
    ("papers from 2021-22", [("published", ">=", "2021"), ("published", "<=", "2022")], "papers"),
    (
        "papers of the third quarter of 2022",
        [("published", ">=", "2022-07"), ("published", "<=", "2022-09")],
        "papers of",
    ),
    ("papers not published in 2023", [("published", "!=", "2023")], "papers"),
    ("papers that came out in September", [("published", "month", "09")], "papers that came out"),
    ("papers without a date", [("published", "unknown")], "papers"),
    ("papers that carry a date", [("published", "known")], "papers"),
    ("papers by more than ten authors", [("author_count", ">", 10)], "papers"),
    ("single-author papers", [("author_count", "=", 1)], "papers"),
    ("papers with 3 or 4 authors", [("author_count", "=", 3, 4)], "papers"),
    ("papers with between 3 and 5 authors", [("author_count", ">=", 3), ("author_count", "<=", 5)], "papers"),
    ("papers whose author count is over 7", [("author_count", ">", 7)], "papers"),
    ("papers with 2+ upvotes from 2023", [("upvotes", ">=", 2), ("published", "=", "2023")], "papers"),
    ("upvoted papers", [("upvotes", ">=", 1)], "papers"),
    ("papers on 10 tasks in 12 languages", [], "papers on 10 tasks in 12 languages"),
]
POT = Paper("pot", "Pots", "We study pots.", published="2021-08-12", author_count=3, upvotes=0)
BARE = Paper("bare", "Lids", "We study lids.")
SAID = [
    (Condition("published", "=", ("2021",)), "was published in 2021", "were published in 2021"),
    (Condition("published", "!=", ("2021-08",)), "was not published in Aug 2021", "were not published in Aug 2021"),
    (Condition("published", ">=", ("2021-08-12",)), "was published in or after Aug 12, 2021",
     "were published in or after Aug 12, 2021"),
    (Condition("published", "month", ("09",)), "was published in Sep", "were published in Sep"),
    (Condition("published", "unknown"), "carries no date", "carry no date"),
    (Condition("author_count", ">=", (3,)), "has at least 3 authors", "have at least 3 authors"),
    (Condition("upvotes", "=", (1,)), "has 1 upvote", "have 1 upvote"),
    (Condition("upvotes", "known"), "carries upvotes", "carry upvotes"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "asked", "left"), WORDINGS, ids=[row[0] for row in WORDINGS])
def test_conditions_are_taken_out_of_the_words(question: str, asked: list[tuple], left: str) -> None:
    conditions, rest = take_conditions(question)
    assert conditions == tuple(Condition(field, operator, tuple(values)) for field, operator, *values in asked)
    assert rest == left


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Condition("published", "=", ("2021",)), True),
        (Condition("published", "=", ("2020", "2021-08")), True),
        (Condition("published", "<", ("2021-08",)), False),
        (Condition("published", "<=", ("2021",)), True),
        (Condition("published", "month", ("08",)), True),
        (Condition("author_count", ">", (3,)), False),
        (Condition("author_count", "!=", (3,)), False),
        (Condition("upvotes", "unknown"), True),
        (Condition("upvotes", ">=", (1,)), False),
    ],
)
def test_a_date_is_compared_as_far_as_it_is_asked_for(condition: Condition, met: bool) -> None:
    assert condition.holds(POT) is met


def test_a_record_that_says_nothing_meets_only_that_nothing_is_known() -> None:
    assert Condition("published", "unknown").holds(BARE)
    assert not Condition("published", "known").holds(BARE)
    assert not Condition("published", "!=", ("2021",)).holds(BARE)


@pytest.mark.parametrize(("condition", "of_one", "of_many"), SAID)
def test_a_condition_is_said_of_one_paper_and_of_many(condition: Condition, of_one: str, of_many: str) -> None:
    assert (condition.said_of(1), condition.said_of(2)) == (of_one, of_many)
