"""The options that say what papers must have."""

import click
import pytest

from index_store.paper_conditions import Conditions
from rag.shell.options import conditions_of


@pytest.mark.parametrize(
    ("text", "years"),
    [("2019", (2019, 2019)), ("2019..", (2019, None)), ("..2021", (None, 2021)), ("2019..2021", (2019, 2021))],
)
def test_years(text: str, years: tuple[int | None, int | None]) -> None:
    assert conditions_of(text, (), None, ()) == Conditions(years)


@pytest.mark.parametrize("text", ["..", "19", "2021..2009", "20192021", "2019-2021", "May 2019", "२०१९"])
def test_what_names_no_years_is_said(text: str) -> None:
    with pytest.raises(click.UsageError, match=r"expected 2019, 2019\.\."):
        conditions_of(text, (), None, ())


def test_no_condition_is_none() -> None:
    assert conditions_of(None, (), None, ()) is None
