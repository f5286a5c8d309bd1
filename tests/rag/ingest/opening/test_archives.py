"""Archives: opened by content, within limits, and nothing in them that leads elsewhere."""

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.ingest.opening.archives import MEMBER_LIMIT
from rag.ingest.raw_record import RawRecord, Unreadable
from rag.ingest.readers import read_records

TABLE = "title,abstract\nPeat,It grows by 4 cm.\n"


def zipped(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def told(path: Path) -> dict[str, str]:
    return {file: record.reason for file, record in read_records([path]) if isinstance(record, Unreadable)}


def test_members_are_read_under_their_names(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.data", **{"in/a.csv": TABLE, "b.txt": TABLE, "__MACOSX/._a": "x", ".hidden": "x"})
    assert [file for file, _ in read_records([path])] == ["a.data/in/a.csv", "a.data/b.txt"]
    (tmp_path / "b.gz").write_bytes(gzip.compress(TABLE.encode()))
    ((file, record),) = read_records([tmp_path / "b.gz"])
    assert isinstance(record, RawRecord)
    assert (file, record.place) == ("b.gz", "line 2")


def test_what_leads_out_of_an_archive_is_told_and_not_opened(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    names = {
        "../up.csv": TABLE,
        "/root.csv": TABLE,
        "in.zip": b"PK\x03\x04",
        "in.gz": gzip.compress(b"x"),
        "c.csv": TABLE,
    }
    path = zipped(tmp_path / "a.zip", **names)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert sorted(told(path)) == ["a.zip/../up.csv", "a.zip//root.csv", "a.zip/in.gz", "a.zip/in.zip", "a.zip/link.csv"]
    assert sum(isinstance(record, RawRecord) for _, record in read_records([path])) == 1
    assert sorted(os.listdir(tmp_path)) == ["a.zip"]


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_stopped(tmp_path: Path, kind: str) -> None:
    path, zeros = tmp_path / f"bomb.{kind}", b"0" * 30_000_000
    if kind == "gz":
        path.write_bytes(gzip.compress(zeros))
    else:
        zipped(path, **{"a.csv": zeros})
    with pytest.raises(AbstractQAError, match="unpacks to more than"):
        list(read_records([path]))


def test_damaged_and_other_archives_are_refused(tmp_path: Path) -> None:
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(os.urandom(9_000).hex().encode())[:-999])
    with pytest.raises(AbstractQAError, match=r"cut.gz is a damaged archive"):
        list(read_records([cut]))
    with pytest.raises(AbstractQAError, match="is an Office file"):
        list(read_records([zipped(tmp_path / "table.xlsx", **{"[Content_Types].xml": "x"})]))
    with pytest.raises(AbstractQAError, match="expected at most 1,000"):
        list(read_records([zipped(tmp_path / "many.zip", **{str(n): "" for n in range(MEMBER_LIMIT + 1)})]))
    (tmp_path / "twice.gz").write_bytes(gzip.compress(gzip.compress(TABLE.encode())))
    with pytest.raises(AbstractQAError, match="an archive in an archive"):
        list(read_records([tmp_path / "twice.gz"]))


def test_a_damaged_member_stops_no_other(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": TABLE, "b.csv": TABLE})
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * 26 + content[30:])
    found = [(file, type(record)) for file, record in read_records([path])]
    assert found == [("a.zip/a.csv", Unreadable), ("a.zip/b.csv", RawRecord)]
