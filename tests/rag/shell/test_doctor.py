"""What doctor says of an index."""

import shutil
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.shell.doctor import _index


def test_a_whole_index_is_named(indexed_home: Path) -> None:
    assert "118 papers" in _index("seeds")


@pytest.mark.parametrize(
    "name", ["papers.sqlite3", "chunk_vectors.npy", "counts.npy", "data_level0.bin", "manifest.json"]
)
def test_a_damaged_file_is_named_with_what_mends_it(indexed_home: Path, name: str) -> None:
    harmed = next((indexed_home / "index").rglob(name))
    harmed.write_bytes(harmed.read_bytes()[:-1] + b"??")
    with pytest.raises(AbstractQAError, match=rf"{name}.* Mend it: abstract-qa doctor --repair"):
        _index("seeds")


def test_an_index_without_chroma_is_damaged(indexed_home: Path) -> None:
    shutil.rmtree(next((indexed_home / "index").rglob("chroma")))
    with pytest.raises(AbstractQAError, match="files of the index are damaged"):
        _index("seeds")


def test_no_index_is_no_fault(home: Path) -> None:
    assert _index("seeds").startswith("none yet")
