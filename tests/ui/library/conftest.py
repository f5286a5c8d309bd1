"""A collection of one's own that has no papers yet."""

from pathlib import Path

import pytest

from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library


@pytest.fixture
def own_library(home: Path, embedder: Embedder) -> Library:
    """Return the library of the empty collection `mine`."""
    return Library(home / "collections" / "mine", embedder, collection="mine")
