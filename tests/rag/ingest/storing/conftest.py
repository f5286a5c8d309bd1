"""An embedder without a model, so that the store is tested at its own speed, and papers to store."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.speed.made_papers import MadeEmbedder
from index_store.index import Index
from index_store.records import Paper
from rag.ingest.indexing import Change, open_index, update_index
from tests.rag.ingest.storing.small_papers import Store


@pytest.fixture
def made() -> MadeEmbedder:
    return MadeEmbedder(8, MadeEmbedder(16))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def store(folder: Path, made: MadeEmbedder) -> Store:
    """Return a function that puts and removes papers, and gives the index that has come out of it."""

    def change(*put: Paper, removed: Sequence[str] = ()) -> Index:
        update_index(folder, lambda _: Change(put, removed), made)
        index = open_index(folder, made)
        assert index is not None
        return index

    return change
