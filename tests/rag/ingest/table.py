"""A table of papers as an index keeps it."""

from collections.abc import Sequence
from pathlib import Path

from eval.speed.made_papers import MadeEmbedder
from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.ingest.indexing import build_index


def table_of(folder: Path, papers: Sequence[Paper]) -> PaperTable:
    """Return the table of a new index of papers."""
    return build_index(folder / "index", papers, MadeEmbedder(8)).table
