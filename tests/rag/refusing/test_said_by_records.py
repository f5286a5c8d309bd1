"""What the records hold is not called unknown."""

from pathlib import Path

import pytest

from index_store.paper_conditions import Conditions
from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.refusing.said_by_records import said_by_records
from tests.rag.ingest.table import table_of

PAPERS = [
    Paper("a", "Gene flow", "Beetles stay.", authors=("Jana Doe", "Petr Škoda"), venue="Insect Conservation"),
    Paper("b", "Linen", "It is strong.", authors=("Richard Roe",), venue="Yarn Letters"),
    Paper("c", "Wool", "It is warm.", authors=("Jana Doe",)),
]


@pytest.fixture
def table(tmp_path: Path) -> PaperTable:
    return table_of(tmp_path, PAPERS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which papers are by Jana Doe?", "by Jana Doe by their records: “Gene flow”; “Wool”."),
        ("List the papers of Richard Roe", "by Richard Roe by their records: “Linen”."),
        ("What did Skoda find?", "by Skoda by their records: “Gene flow”."),
        ("What is new in Insect Conservation?", "of Insect Conservation by their records: “Gene flow”."),
        ("Which papers are by Max Muster?", None),
        ("In which Letters can I read on it?", None),
        ("How strong is linen?", None),
    ],
)
def test_an_author_or_a_venue_that_is_named(table: PaperTable, question: str, said: str | None) -> None:
    found = said_by_records(question, table)
    assert (found or "").endswith(said or "")
    assert (found is None) is (said is None)


def test_only_papers_that_fit_the_conditions_are_named(table: PaperTable) -> None:
    assert said_by_records("Which papers are by Jana Doe?", table, Conditions(venue="insect")) == (
        "The abstracts do not say that, but these papers are by Jana Doe by their records: “Gene flow”."
    )
