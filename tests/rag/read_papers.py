"""Read the papers of a file as an ingest does."""

from collections.abc import Iterator
from pathlib import Path

from index_store.records import Paper
from rag.ingest.fields.paper import paper_of
from rag.ingest.raw_record import Unreadable
from rag.ingest.readers import read_records


def read_papers(path: Path) -> Iterator[Paper | Unreadable]:
    """Yield the papers, and the records that cannot be read."""
    for file, record in read_records([path]):
        yield record if isinstance(record, Unreadable) else paper_of(record, file)[0]


def write(folder: Path, content: str | bytes, name: str = "papers.txt") -> Path:
    """Write a file of papers and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
