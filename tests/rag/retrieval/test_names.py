"""Which papers a text names: titles letter by letter, and the names that the index keeps."""

from pathlib import Path

import numpy as np
import pytest

from index_store.paper_table import PaperTable
from index_store.paper_writer import Entry, PaperWriter
from index_store.records import Name, Paper
from rag.ingest.paper_names import names_of
from rag.retrieval.names import Names, spelled_title

LARGE = Paper(
    "large", "Large-scale firing of clay pots for finishing of small lids: A Survey of Kilns", "KilnNet fires."
)
OTHER = Paper("other", "PanNet: pans", "We present FryKit, which fries. KilnNet does not.")


@pytest.fixture
def names(tmp_path: Path) -> Names:
    papers = [LARGE, OTHER]
    with PaperWriter(tmp_path / "papers.sqlite3") as table:
        numbers = table.put([Entry(paper, names_of(paper), ()) for paper in papers])
        table.place(np.array([[number, number, 0, 0] for number in numbers]))
    return Names(PaperTable(tmp_path / "papers.sqlite3"))


def test_the_names_of_a_paper() -> None:
    assert names_of(OTHER) >= {
        Name("pannet", "beginning"),
        Name("frykit", "coined"),
        Name("pans", "in_title"),
        Name("kilnnet", "in_abstract"),
    }
    assert Name("kilnnet", "coined") not in names_of(OTHER)
    assert {name.text for name in names_of(LARGE) if name.kind == "title"} == {
        "large scale firing of",
        "a survey of kilns",
    }


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (f"What is in {LARGE.title}?", LARGE.title),
        ("What is in A Survey of Kilns?", "A Survey of Kilns"),
        ("What is the big lid in Large-scale firing of clay pots?", "Large-scale firing of clay pots"),
        ("What is in Large-scale firing of clay potsherds?", "Large-scale firing of clay"),
        ("What is in Large-scale firing of pots?", ""),  # too few words of it
        ("what is in large-scale firing of clay pots?", ""),
    ],
)
def test_a_title_is_spelled_out_whole_or_by_how_it_begins(names: Names, question: str, title: str) -> None:
    assert spelled_title(question, LARGE) == title
    assert names.titled(question) == ([LARGE] if title else [])


def test_no_paper_is_called_by_its_title_where_a_system_of_another_is_named(names: Names) -> None:
    asked = "What does Large-scale firing of clay pots say"
    assert names.titled(f"{asked}?") == [LARGE]
    assert names.titled(f"{asked}, and what PanNet?") == []
    assert names.titled(f"{asked} of KilnNet?") == [LARGE]
