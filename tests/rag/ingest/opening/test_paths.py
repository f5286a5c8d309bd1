"""What is read at a path: several paths, pipes, links, the same file twice; and no more of it held than a record."""

import io
import sys
import tracemalloc
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.ingest.opening.document import LINE_LIMIT, Document
from rag.ingest.raw_record import RawRecord, Unreadable
from rag.ingest.readers import read_records

TABLE = "title,abstract\nPeat,It grows by 4 cm.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a.csv", "in/b.csv"):
        (tmp_path / name).write_text(TABLE)
    return tmp_path


def test_one_bad_path_among_others_is_told(folder: Path) -> None:
    (folder / "notes.txt").write_text("Only a note.")
    found = list(read_records([folder / "gone.csv", folder / "notes.txt", folder / "a.csv"]))
    assert [type(record) for _, record in found] == [Unreadable, Unreadable, RawRecord]
    assert isinstance(found[0][1], Unreadable)
    assert found[0][1].reason.endswith("is missing: expected a file or a folder of papers to ingest")
    with pytest.raises(AbstractQAError, match="is missing"):
        list(read_records([folder / "gone.csv"]))


def test_the_same_file_is_read_once(folder: Path) -> None:
    (folder / "again.csv").symlink_to(folder / "a.csv")
    assert [file for file, _ in read_records([folder / "a.csv", folder])] == ["a.csv", "in/b.csv"]


def test_a_file_of_the_name_of_its_folder_is_one_among_others(folder: Path) -> None:
    (folder / "in" / "in").write_text("Only a note.")
    assert [type(record) for _, record in read_records([folder / "in"])] == [RawRecord, Unreadable]


def test_a_pipe_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    ((file, record),) = read_records(["-"])
    assert isinstance(record, RawRecord)
    assert (file, record.fields["title"]) == ("standard input", "Peat")


def test_a_name_is_shown_in_one_line(folder: Path) -> None:
    (folder / "in" / "b\n\x1b.csv").write_text(TABLE)
    assert [file for file, _ in read_records([folder / "in"])] == ["b\ufffd\ufffd.csv", "b.csv"]


def test_columns_reach_the_tables(folder: Path) -> None:
    (folder / "a.csv").write_text("Kop,Tekst\nPeat,It grows.\n")
    ((_, record),) = read_records([folder / "a.csv"], {"title": "Kop", "abstract": "Tekst"})
    assert isinstance(record, RawRecord)
    assert record.fields == {"title": "Peat", "abstract": "It grows."}


@pytest.mark.parametrize(
    ("head", "record"),
    [
        ("", '{"title": "Peat", "abstract": "It grows by 4 cm."}\n'),
        ("title,abstract\n", "Peat,It grows by 4 cm.\n"),
        ("", "TY  - JOUR\nTI  - Peat\nAB  - It grows by 4 cm.\nER  - \n"),
        ("", "PMID- 1\nTI  - Peat\nAB  - It grows by 4 cm.\n\n"),
        ("<feed>", "<entry><title>Peat</title><summary>It grows by 4 cm.</summary></entry>\n"),
    ],
    ids=["JSON Lines", "CSV", "RIS", "nbib", "Atom"],
)
def test_no_more_than_a_record_is_held(tmp_path: Path, head: str, record: str) -> None:
    peaks = []
    for count in (1_500, 4_500):
        (tmp_path / "x").write_text(head + record * count)
        tracemalloc.start()
        assert sum(isinstance(found, RawRecord) for _, found in read_records([tmp_path / "x"])) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 100_000


def test_an_overlong_line_is_told_and_not_held() -> None:
    text = "a\n" + "b" * (LINE_LIMIT + 5) + "\nc\n" + "d" * LINE_LIMIT + "\ne"
    lines = list(Document("x", lambda: io.StringIO(text)).lines())
    assert [number for number, _ in lines] == [1, 2, 3, 4, 5]
    assert lines[1][1] == Unreadable("x", "line 2", "a line of 1,000,006 characters: expected at most 1,000,000")
    assert [len(line) for _, line in (lines[0], lines[3], lines[4]) if isinstance(line, str)] == [1, LINE_LIMIT, 1]
