"""Names in a plan: kept where a record has them or nothing says them, a topic where only abstracts do."""

from collections.abc import Iterator

import pytest

from index_store.index import Index
from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.plan.held_names import with_held_names
from rag.plan.plan import Plan, Where

WOOL = Paper("a", "Yarn", "Wool of Tibet is warm.", authors=("Jana Müller",), venue="Loom Letters", keywords=("felt",))
SILK = Paper("b", "Thread", "Silk shines, says the weaver of the town.")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Index]:
    built = build_index(tmp_path_factory.mktemp("yarn") / "index", [WOOL, SILK], embedder)
    yield built
    built.close()


def plan(*where: Where, topic: str = "") -> Plan:
    return Plan("collection", topic=topic, where=where)


@pytest.mark.parametrize(
    "where",
    [
        Where("author", "=", "muller"),
        Where("venue", "=", "Loom Letters"),
        Where("keyword", "!=", "felt"),
        Where("author", "=", "Hinton"),
        Where("author", "unknown"),
        Where("date", "=", "2021"),
    ],
)
def test_a_name_that_a_record_has_or_nothing_says_stays(index: Index, where: Where) -> None:
    assert with_held_names(plan(where), index) == plan(where)


def test_a_name_that_only_abstracts_say_is_a_topic(index: Index) -> None:
    read = plan(Where("author", "=", "weaver"), Where("keyword", "!=", "Tibet"), topic="silk")
    assert with_held_names(read, index) == Plan("collection", topic="silk weaver", not_topic="Tibet")
