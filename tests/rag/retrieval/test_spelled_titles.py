"""Papers that a question calls by their titles."""

import pytest

from index_store.records import Paper
from rag.retrieval.spelled_titles import papers_titled, spelled_title

LARGE = Paper(
    "large", "Large-scale firing of clay pots for finishing of small lids: A Survey of Kilns", "KilnNet fires."
)
OTHER = Paper("other", "PanNet: pans", "PanNet fries.")


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
def test_a_title_is_spelled_out_whole_or_by_how_it_begins(question: str, title: str) -> None:
    assert spelled_title(question, LARGE) == title


def test_no_paper_is_called_by_its_title_where_a_system_of_another_is_named() -> None:
    asked = "What does Large-scale firing of clay pots say"
    assert papers_titled(f"{asked}?", [LARGE, OTHER]) == [LARGE]
    assert papers_titled(f"{asked}, and what PanNet?", [LARGE, OTHER]) == []
    assert papers_titled(f"{asked} of KilnNet?", [LARGE, OTHER]) == [LARGE]
