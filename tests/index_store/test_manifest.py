"""An index of another making is refused with the command that mends it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index_store.manifest import FORMAT_VERSION, IndexMismatch, Manifest
from index_store.whole_files import DamagedIndex

MANIFEST = Manifest("letters", "abc", 3, "by-hand", "0" * 64, 2, 3, 2, "1.5.9", ("a", "b"))
TWO = replace(MANIFEST, paper_embedder="pages", paper_embedder_sha256="def")


@pytest.mark.parametrize(
    ("embedder", "sha256", "chunking", "of_papers", "named"),
    [
        ("words", "abc", "by-hand", None, "words"),
        ("letters", "xyz", "by-hand", None, "xyz"),
        ("letters", "abc", "new", None, "new"),
        ("letters", "abc", "by-hand", ("pages", "xyz"), "xyz"),
        (
            "letters",
            "abc",
            "by-hand",
            ("books", "def"),
            "papers 'pages'; the settings ask for 'books'",
        ),
    ],
)
def test_an_index_of_another_making_is_refused(
    embedder: str, sha256: str, chunking: str, of_papers: tuple[str, str] | None, named: str
) -> None:
    TWO.check("letters", "abc", "by-hand", ("pages", "def"))
    TWO.check("letters", "abc", "by-hand", None)
    with pytest.raises(IndexMismatch, match=rf"{named}.*abstract-qa ingest --rebuild"):
        TWO.check(embedder, sha256, chunking, of_papers)
    with pytest.raises(IndexMismatch, match="embedder of whole papers ''; the settings ask for 'pages'"):
        MANIFEST.check("letters", "abc", "by-hand", ("pages", "def"))


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    assert Manifest.read(tmp_path) == MANIFEST


@pytest.mark.parametrize("damage", ["", "{", '{"embedder": "x"}', "[1]", f'{{"format_version": {FORMAT_VERSION}}}'])
def test_a_damaged_manifest_is_one_line(tmp_path: Path, damage: str) -> None:
    (tmp_path / "manifest.json").write_text(damage)
    with pytest.raises(DamagedIndex, match=r"manifest\.json cannot be read.*abstract-qa doctor --repair"):
        Manifest.read(tmp_path)


def test_an_older_format_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"embedder": "x", "format_version": 4}))
    with pytest.raises(IndexMismatch, match="format 4; the settings ask for 5.*abstract-qa ingest --rebuild"):
        Manifest.read(tmp_path)
