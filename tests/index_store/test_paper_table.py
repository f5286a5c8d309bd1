"""Papers are found by their names, by what identifies them, and by filters."""

from pathlib import Path

import numpy as np
import pytest

from index_store.paper_conditions import Conditions
from index_store.paper_table import PaperTable
from index_store.paper_writer import Entry, PaperWriter
from index_store.records import Name, Paper, Source

FILES = (Source("a.bib", "entry 1"), Source("b.ris", "record 2"))
PAPERS = [
    Paper("pots", "Pots", "Clay.", "2019-03", ("Jana Müller", "Richard Roe"), venue="Journal of Kilns", sources=FILES),
    Paper("lids", "Lids", "Heat.", "2021", ("Jana Roe", "Max Mueller"), keywords=("heat loss",), sources=FILES[:1]),
    Paper("cats", "Cats", "Sleep.", None, ("MULLER, JANA",), keywords=("heat", "loss of sleep"), venue="Naps"),
]


@pytest.fixture
def table(tmp_path: Path) -> PaperTable:
    with PaperWriter(tmp_path / "table") as writer:
        marks = [("doi", "10.1/pots"), ("title", "same")], [("title", "same")], []
        names = [Name("pots", "in_title")], [Name("pots", "in_abstract"), Name("lids", "in_title")], []
        writer.put([Entry(*of) for of in zip(PAPERS, names, marks, strict=True)])
        writer.place(np.array([[0, 5, 0, 0], [1, 3, 0, 0], [2, 9, 0, 0]]))
    return PaperTable(tmp_path / "table")


def test_papers_are_found_by_names_and_identities(table: PaperTable) -> None:
    assert table.rows_named("pots", "in_title") == {5}
    assert table.rows_named("pots", "in_title", "in_abstract") == {3, 5}
    assert table.rows_with("doi", "10.1/pots") == {5}
    assert table.rows_with("title", "same") == {3, 5}
    assert table.rows_with("doi", "same") == set()
    assert table.paper_row_of("cats") == 9
    assert [table.paper(row) for row in (5, 3, 9)] == PAPERS


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({}, [3, 5, 9]),
        ({"years": (2020, None)}, [3]),
        ({"years": (None, 2020)}, [5]),
        ({"years": (2019, 2021)}, [3, 5]),
        ({"years": (None, None)}, [3, 5]),
        ({"authors": ["jana muller"]}, [5, 9]),
        ({"authors": ["Müller"]}, [5, 9]),
        ({"authors": ["Roe"]}, [3, 5]),
        ({"authors": ["Roe", "mueller max"]}, [3]),
        ({"authors": ["?"]}, []),
        ({"venue": "journal kilns"}, [5]),
        ({"keywords": ["heat"]}, [3, 9]),
        ({"keywords": ["heat loss"]}, [3]),
        ({"source": "a.bib"}, [3, 5]),
        ({"source": "A"}, []),
        ({"years": (2020, None), "source": "b.ris"}, []),
        ({"papers": ["cats", "pots", "pots", "absent"]}, [5, 9]),
        ({"papers": ["absent"]}, []),
        ({"papers": ["pots", "lids"], "years": (2020, None)}, [3]),
        ({"papers": [*(f"absent {number}" for number in range(100_000)), "lids"]}, [3]),
    ],
)
def test_a_filter_lets_through_what_has_all_of_it(table: PaperTable, wanted: dict, rows: list[int]) -> None:
    assert table.rows_where(Conditions(**wanted)).tolist() == rows


def test_files_are_counted(table: PaperTable) -> None:
    assert table.sources() == [("a.bib", 2), ("b.ris", 1)]


def test_a_changed_copy_forgets_what_was(table: PaperTable, tmp_path: Path) -> None:
    changed = Paper("pots", "Pans", "Iron.", "2022", sources=FILES[1:])
    with PaperWriter(tmp_path / "copy", tmp_path / "table") as writer:
        assert writer.remove(["lids", "absent"]) == [1]
        assert writer.put([Entry(changed, [Name("pans", "in_title")], [("doi", "10.1/pans")])]) == [0]
        writer.place(np.array([[0, 1, 0, 0], [2, 0, 0, 0]]))
    copy = PaperTable(tmp_path / "copy")
    assert copy.papers() == [changed, PAPERS[2]]
    assert copy.rows_named("pots", "in_title", "in_abstract") == copy.rows_with("title", "same") == set()
    assert copy.rows_where(Conditions(authors=("roe",))).tolist() == []
    assert copy.sources() == [("b.ris", 1)]
    assert table.papers() == PAPERS
