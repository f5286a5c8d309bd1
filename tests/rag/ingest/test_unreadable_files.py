"""Files that hold no papers, or cannot be read at all, are refused in one line."""

import json
import os
from pathlib import Path

import pytest
from read_papers import read_papers, write

from index_store.errors import AbstractQAError

RECORD = {"title": "Pots That Boil", "abstract": "Watching a pot makes no difference to when it boils."}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"PK\x03\x04\x00\x00", "is a damaged archive"),
        (b"\x02\x00\x00\x07", "is binary or damaged"),
        (b"%PDF-1.7 \xe2\xe3", "is a PDF: expected text"),
        (b"\x93\x01caf\xe9", "is not text"),
        (b"Just a note.\nAnd another.", "it looks like text that begins 'Just a note.'"),
        (b"name,age\nAda,36\n", "a table with the columns name, age"),
    ],
)
def test_a_file_that_holds_no_papers_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(AbstractQAError, match=message) as refused:
        list(read_papers(write(tmp_path, content)))
    assert "\n" not in str(refused.value)


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AbstractQAError, match="nothing.jsonl is missing"):
        list(read_papers(tmp_path / "nothing.jsonl"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AbstractQAError, match="holds no files"):
        list(read_papers(tmp_path))


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(AbstractQAError, match="not a regular file"):
        list(read_papers(tmp_path / "pipe"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(RECORD))
    path.chmod(0)
    with pytest.raises(AbstractQAError, match="cannot be read: Permission denied"):
        list(read_papers(path))
