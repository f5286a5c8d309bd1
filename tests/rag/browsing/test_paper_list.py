"""The list of papers: searched as one types, filtered, sorted."""

from dataclasses import replace

import pytest

from index_store.records import Paper, Source
from rag.browsing.paper_list import PaperList, PaperQuery

A, B = Source("a.bib", "entry 1"), Source("b.ris", "record 2")
PAPERS = [
    Paper("pots", "Pots", "Clay holds heat.", "2019-03", ("Jana Müller", "Richard Roe"), venue="Kilns", sources=(A, B)),
    Paper("lids", "lids", "Heat is lost.", "2021", ("Jana Roe",), keywords=("heat loss",), upvotes=3, sources=(A,)),
    Paper("cats", "Cats", "Sleep.", None, ("MULLER, JANA",), keywords=("heat", "loss"), upvotes=12),
]


def found(wanted: PaperQuery) -> list[str]:
    return [listed.paper_id for listed in PaperList(PAPERS).find(wanted)]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (PaperQuery(), ["lids", "pots", "cats"]),
        (PaperQuery(order="oldest"), ["pots", "lids", "cats"]),
        (PaperQuery(order="title"), ["cats", "lids", "pots"]),
        (PaperQuery(order="upvotes"), ["cats", "lids", "pots"]),
        (PaperQuery("hea"), ["lids", "pots"]),
        (PaperQuery("HEAT clay"), ["pots"]),
        (PaperQuery("muller"), ["pots", "cats"]),
        (PaperQuery("Müll j"), ["pots", "cats"]),
        (PaperQuery("eat"), []),
        (PaperQuery(" ? "), ["lids", "pots", "cats"]),
        (PaperQuery(years=(2020, None)), ["lids"]),
        (PaperQuery(years=(None, 2020)), ["pots"]),
        (PaperQuery(author="jana roe"), ["lids"]),
        (PaperQuery(author="jana r"), ["lids"]),
        (PaperQuery(venue="kil"), ["pots"]),
        (PaperQuery(keyword="heat loss"), ["lids"]),
        (PaperQuery(source="b.ris"), ["pots"]),
        (PaperQuery("heat", (2019, 2019), source="a.bib"), ["pots"]),
    ],
)
def test_a_list_has_what_fits_in_the_order_that_is_wanted(wanted: PaperQuery, ids: list[str]) -> None:
    assert found(wanted) == ids


def test_what_is_empty_is_no_condition() -> None:
    assert PaperQuery(words="  ").is_all
    assert not replace(PaperQuery(), years=(None, 2020)).is_all
    assert len(PaperList(PAPERS)) == 3
    assert len(PaperList(())) == 0
