"""Conditions on names in records: met, negated, and where there is no such name."""

import pytest

from index_store.records import Paper
from rag.collection.name_condition import NameCondition

PAPER = Paper("a", "Yarn", "Wool.", authors=("Jana Müller", "B. Roe"), venue="Loom Letters", keywords=("wool",))
BARE = Paper("b", "Thread", "Silk.")


@pytest.mark.parametrize(
    ("condition", "holds", "bare"),
    [
        (NameCondition("author", "muller"), True, False),
        (NameCondition("author", "Jana Roe"), False, False),
        (NameCondition("venue", "loom letters"), True, False),
        (NameCondition("venue", "Nature", negated=True), True, False),
        (NameCondition("venue", "Loom", negated=True), False, False),
        (NameCondition("keyword", "wool"), True, False),
        (NameCondition("venue", ""), False, True),
    ],
)
def test_a_paper_meets_a_condition_or_is_not_known_to(condition: NameCondition, holds: bool, bare: bool) -> None:
    assert (condition.holds(PAPER), condition.holds(BARE)) == (holds, bare)


def test_a_condition_is_said_of_one_paper_and_of_several() -> None:
    condition = NameCondition("author", "Roe", negated=True)
    assert (condition.said_of(1), condition.said_of(2)) == ("is not by Roe", "are not by Roe")
    assert NameCondition("venue", "").said_of(3) == "carry no venue"
