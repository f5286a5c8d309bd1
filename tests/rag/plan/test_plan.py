"""Plans as JSON, and held against the words of their question."""

import pytest

from eval.fit.fit_kinds import PLANS
from eval.sets.json_lines import read_json_lines
from rag.plan.literal_check import checked, standing_alone
from rag.plan.plan import Plan, Where, plan_of

LABELLED = [one for one in read_json_lines(PLANS, "question") if "plan" in one]


def test_a_plan_comes_back_from_its_json() -> None:
    plan = Plan(
        "collection", want="count", topic="music", where=(Where("date", ">=", "2020"),), order="newest", limit=3
    )
    assert Plan.from_dict(plan.to_dict()) == plan
    assert plan_of('{"about": "several", "questions": ["a"') is None


@pytest.mark.parametrize("one", LABELLED, ids=lambda one: one["id"])
def test_what_a_person_reads_into_a_question_is_not_dropped(one: dict) -> None:  # type: ignore[type-arg]
    asked = one.get("standalone", one["question"])
    plan = Plan.from_dict(one["plan"])
    assert checked(plan, asked).about == plan.about


def test_what_the_question_does_not_say_is_dropped() -> None:
    asked = "How many papers since 2020 are about coral reefs?"
    where = (Where("date", ">=", "2020"), Where("author", "=", "Smith"), Where("upvotes", ">", "3"))
    plan = Plan("collection", want="count", topic="coral reefs", not_topic="fish", limit=5, where=where)
    kept = Plan("collection", want="count", topic="coral reefs", where=(Where("date", ">=", "2020"),))
    assert checked(plan, asked) == kept
    assert checked(Plan("collection", topic="fish"), asked) == Plan()
    assert checked(Plan("collection"), "Which papers are there?") == Plan("collection")
    assert checked(Plan("records", papers=("GLIMMER",), fields=("date",)), asked) == Plan()


def test_names_are_spelled_as_the_question_spells_them() -> None:
    plan = checked(Plan("records", papers=("Pebble-flow",), fields=("date", "date")), "how old is PEBBLE-Flow")
    assert plan == Plan("records", papers=("PEBBLE-Flow",), fields=("date",))


def test_a_question_that_says_what_nobody_said_does_not_stand() -> None:
    before = "What does GLIMMER-9 measure? It measures faint stars."
    assert standing_alone("How heavy is GLIMMER-9?", "and how heavy?", before)
    assert standing_alone("How heavy is GLIMMER-8?", "and how heavy?", before) == ""
    assert standing_alone("", "and how heavy?", before) == ""
