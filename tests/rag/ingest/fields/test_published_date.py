"""Dates as far as they are known, and what is said of the rest."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.fields.published_date import published_of

KNOWN: list[tuple[Any, str | None]] = [
    ("2021", "2021"), (2021, "2021"), ("2021.0", "2021"), (2021.0, "2021"), ("2014//", "2014"),
    ("2021-05", "2021-05"), ("2021-05-03", "2021-05-03"), ("2021-5-3", "2021-05-03"), ("20210503", "2021-05-03"),
    ("2021-05-03T10:00:00.000Z", "2021-05-03"), ("2021-05-03 10:00:00+02:00", "2021-05-03"),
    ("2019/03/05", "2019-03-05"), ("2019/03/05/", "2019-03-05"), ("2019/03//", "2019-03"), ("2021-05-00", "2021-05"),
    ("2019 Mar", "2019-03"), ("2019 Mar 5", "2019-03-05"), ("2021 may", "2021-05"), ("2019-Mar-05", "2019-03-05"),
    ("May 2019", "2019-05"), ("Sept. 2020", "2020-09"), ("Sep 7, 2022", "2022-09-07"),
    ("7 September 2022", "2022-09-07"),
    ("4th of July 2020", "2020-07-04"), ("Fri, 21 May 2021 02:41:55 GMT", "2021-05-21"), ("05/2021", "2021-05"),
    ("25/12/2021", "2021-12-25"), ("12/25/2021", "2021-12-25"), ("05.05.2021", "2021-05-05"),
    ([[2021, 5, 3]], "2021-05-03"), ([["2021", "5"]], "2021-05"), ([2021], "2021"), (["2021", "may"], "2021-05"),
    ({"date-parts": [[2020, 3]]}, "2020-03"), ({"raw": "2021-05"}, "2021-05"),
    ({"year": 2021, "month": "Mar"}, "2021-03"),
    (1620000000000, "2021-05-03"), ("1620000000000", "2021-05-03"),
    (None, None), ("", None), ("nan", None), (float("nan"), None), ([[None]], None), ([], None), ({}, None),
]  # fmt: skip

PARTLY: list[tuple[Any, str | None]] = [
    ("03/05/2021", "2021"), ("2021-02-30", "2021-02"), ("2021-13-05", "2021"), ("31 Feb 2020", "2020-02"),
    ("Spring 2019", "2019"), ("2019 Mar-Apr", "2019"), ("2019-2020", None), ("in press", None), ("0999", None),
    (date.today().year + 2, None), ({"season": "x"}, None), (True, None), (b"2021", None), (10**30, None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), KNOWN)
def test_dates_are_read_as_far_as_they_are_known(value: Any, expected: str | None) -> None:
    published = published_of(value)
    assert (published.date, published.left_out) == (expected, "")


@pytest.mark.parametrize(("value", "expected"), PARTLY)
def test_what_is_not_understood_is_left_out_and_said(value: Any, expected: str | None) -> None:
    published = published_of(value)
    assert published.date == expected
    assert published.left_out.startswith("published is ")


@given(
    st.dates(date(1500, 1, 1), date.today()),
    st.sampled_from(("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%b %d, %Y", "%Y %b %d")),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    assert published_of(day.strftime(form)).date == day.isoformat()


@given(st.text() | st.integers() | st.floats() | st.lists(st.integers() | st.text()))
def test_anything_is_a_date_or_none(value: Any) -> None:
    known = published_of(value).date
    assert known is None or published_of(known).date == known
