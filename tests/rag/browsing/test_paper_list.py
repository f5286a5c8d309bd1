"""The list of papers: searched as one types, filtered, sorted."""

from dataclasses import replace

import pytest

from index_store.records import Paper, Source
from rag.browsing.paper_list import PaperList, Wanted

A, B = Source("a.bib", "entry 1"), Source("b.ris", "record 2")
PAPERS = [
    Paper("pots", "Pots", "Clay holds heat.", "2019-03", ("Jana Müller", "Richard Roe"), venue="Kilns", sources=(A, B)),
    Paper("lids", "lids", "Heat is lost.", "2021", ("Jana Roe",), keywords=("heat loss",), upvotes=3, sources=(A,)),
    Paper("cats", "Cats", "Sleep.", None, ("MULLER, JANA",), keywords=("heat", "loss"), upvotes=12),
]


def found(wanted: Wanted) -> list[str]:
    return [listed.paper_id for listed in PaperList(PAPERS).find(wanted)]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), ["lids", "pots", "cats"]),
        (Wanted(order="oldest"), ["pots", "lids", "cats"]),
        (Wanted(order="title"), ["cats", "lids", "pots"]),
        (Wanted(order="upvotes"), ["cats", "lids", "pots"]),
        (Wanted("hea"), ["lids", "pots"]),
        (Wanted("HEAT clay"), ["pots"]),
        (Wanted("muller"), ["pots", "cats"]),
        (Wanted("Müll j"), ["pots", "cats"]),
        (Wanted("eat"), []),
        (Wanted(" ? "), ["lids", "pots", "cats"]),
        (Wanted(years=(2020, None)), ["lids"]),
        (Wanted(years=(None, 2020)), ["pots"]),
        (Wanted(author="jana roe"), ["lids"]),
        (Wanted(author="jana r"), ["lids"]),
        (Wanted(venue="kil"), ["pots"]),
        (Wanted(keyword="heat loss"), ["lids"]),
        (Wanted(source="b.ris"), ["pots"]),
        (Wanted("heat", (2019, 2019), source="a.bib"), ["pots"]),
    ],
)
def test_a_list_has_what_fits_in_the_order_that_is_wanted(wanted: Wanted, ids: list[str]) -> None:
    assert found(wanted) == ids


def test_what_is_empty_is_no_condition() -> None:
    assert Wanted(words="  ").is_all
    assert not replace(Wanted(), years=(None, 2020)).is_all
    assert len(PaperList(PAPERS)) == 3
    assert len(PaperList(())) == 0
