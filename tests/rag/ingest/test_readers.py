"""Reading papers from real files: layouts told by content, bad records told, bad files refused."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from read_papers import read_papers, write

from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.ingest.fields.paper import paper_id_for, paper_of
from rag.ingest.opening.document import LINE_LIMIT
from rag.ingest.raw_record import RawRecord, Unreadable

ABSTRACT = "We study how long a pot must wait before it boils, and find that watching it makes no difference."
RECORD = {"title": "Pots That Boil", "abstract": ABSTRACT}


def read_one(folder: Path, **fields: Any) -> Paper | Unreadable:
    (record,) = read_papers(write(folder, json.dumps(RECORD | fields)))
    return record


def test_json_lines_fields_are_read(tmp_path: Path) -> None:
    paper = read_one(
        tmp_path,
        id="p1",
        published="Sep 7, 2022",
        authors=["Ada Kettle", "Bo Lid"],
        url="https://a.org/p1",
        upvotes=3,
    )
    assert isinstance(paper, Paper)
    assert (paper.paper_id, paper.title, paper.abstract) == ("p1", "Pots That Boil", ABSTRACT)
    assert (paper.published, paper.authors, paper.author_count) == ("2022-09-07", ("Ada Kettle", "Bo Lid"), 2)
    assert (paper.url, paper.upvotes, paper.truncated) == ("https://a.org/p1", 3, False)
    assert (paper.sources[0].file, paper.sources[0].place) == ("papers.txt", "line 1")


def test_beir_corpus_is_read(tmp_path: Path) -> None:
    lines = [json.dumps({"_id": str(n), "title": f"Pot {n}", "text": ABSTRACT, "metadata": {}}) for n in (4, 5)]
    papers = list(read_papers(write(tmp_path, "\n".join(lines) + "\n", "corpus.jsonl")))
    assert [paper.paper_id for paper in papers if isinstance(paper, Paper)] == ["4", "5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_the_delimiter_of_its_header(tmp_path: Path, delimiter: str) -> None:
    rows = [["Title", "Year", "Abstract"], ["Pots, or Lids", "2021", f'"Why"; {ABSTRACT}\nIt boils.']]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    (paper,) = read_papers(write(tmp_path, "\ufeff" + "\r\n".join(quoted)))
    assert isinstance(paper, Paper)
    assert (paper.title, paper.published) == ("Pots, or Lids", "2021")
    assert paper.abstract == f'"Why"; {ABSTRACT} It boils.'


def test_csv_rows_that_do_not_fit_are_told(tmp_path: Path) -> None:
    bad = f'Lids,too,many\nHandles\n\nSpouts,"{"x" * 140_000}"\n'
    text = f'title,abstract\nPots,"{ABSTRACT}"\n{bad}Cups,"{ABSTRACT}"\n'
    records = list(read_papers(write(tmp_path, text)))
    assert [type(record) for record in records] == [Paper, Unreadable, Unreadable, Unreadable, Paper]
    reasons = [record.reason for record in records if isinstance(record, Unreadable)]
    assert reasons[:2] == ["3 fields under a header of 2", "1 fields under a header of 2"]
    assert reasons[2].startswith("not CSV")


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ({"published": "2022-09-07T10:00:00Z"}, "published", "2022-09-07"),
        ({"date": "2022-09"}, "published", "2022-09"),
        ({"year": 2022}, "published", "2022"),
        ({"published": None, "year": "2022"}, "published", "2022"),
        ({"authors": "Ada Kettle; Bo Lid"}, "authors", ("Ada Kettle", "Bo Lid")),
        ({"authors": "Kettle, Ada and Lid, Bo"}, "authors", ("Ada Kettle", "Bo Lid")),
        ({"authors": [], "author_count": "7"}, "author_count", 7),
        ({"url": "javascript:alert(1)"}, "url", None),
        ({"url": 'https://a.org/"onclick'}, "url", None),
        ({"_id": 17}, "paper_id", "17"),
        ({"id": ""}, "paper_id", paper_id_for("Pots That Boil")),
        ({"abstract": f"{ABSTRACT} It is 4times{{}} ..."}, "truncated", True),
        ({"title": "Pots \ud800 <|im_start|>"}, "title", "Pots ‹|im_start|›"),
    ],
)
def test_a_field_is_understood(tmp_path: Path, fields: dict[str, Any], field: str, expected: Any) -> None:
    paper = read_one(tmp_path, **fields)
    assert isinstance(paper, Paper), paper
    assert getattr(paper, field) == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": None}, "no title"),
        ({"title": " \u200b"}, "no title"),
        ({"abstract": ""}, "no abstract"),
        ({"abstract": 5}, "abstract is '5': expected text"),
        ({"abstract": "x" * 20_001}, "abstract of 20,001 characters: expected at most 20,000"),
    ],
)
def test_a_bad_record_is_told_in_one_line(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    record = read_one(tmp_path, **fields)
    assert isinstance(record, Unreadable)
    assert record.reason.startswith(reason)
    assert "\n" not in record.reason
    assert len(record.reason) < 200


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published": "yesterday"}, "published is 'yesterday'"),
        ({"published": "1022"}, "published is"),
        ({"authors": [1]}, "authors cannot be told apart"),
        ({"upvotes": -1}, "upvotes is '-1': expected a whole number"),
        ({"upvotes": True}, "upvotes is"),
        ({"author_count": 1.5}, "author_count is"),
        ({"id": "a\nb"}, "id is"),
        ({"id": "x" * 201}, "id is"),
    ],
)
def test_a_side_field_that_is_not_understood_is_left_out_and_said(fields: dict[str, Any], reason: str) -> None:
    paper, (left_out,) = paper_of(RawRecord("line 1", RECORD | fields), "file")  # type: ignore[arg-type]
    assert isinstance(paper, Paper)
    assert left_out.reason.startswith(reason)
    assert "\n" not in left_out.reason
    assert len(left_out.reason) < 200


def test_one_bad_line_stops_nothing(tmp_path: Path) -> None:
    good = json.dumps(RECORD)
    lines = [good, "{not json", "[1]", "[" * 100_000, '{"title": "' + "x" * LINE_LIMIT + '"}', "", good]
    records = list(read_papers(write(tmp_path, "\r\n".join(lines))))
    assert sum(isinstance(record, Paper) for record in records) == 2
    places = {record.place for record in records if isinstance(record, Unreadable)}
    assert places == {"line 2", "line 3", "line 4", "line 5"}


def test_an_abstract_keeps_what_was_mended_in_its_source(tmp_path: Path) -> None:
    paper = read_one(tmp_path, abstract=r"It boils 4.31times faster, with 5\% less.")
    assert isinstance(paper, Paper)
    assert paper.abstract == "It boils 4.31 times faster, with 5% less."
    assert [repair.before for repair in paper.sources[0].repairs] == ["times", "\\"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_western_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = json.dumps(RECORD | {"title": "Café “Boil” Models"}, ensure_ascii=False)
    (paper,) = read_papers(write(tmp_path, text.encode(encoding)))
    assert isinstance(paper, Paper)
    assert paper.title == "Café “Boil” Models"


def test_a_folder_is_read_in_order_and_no_further(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", json.dumps(RECORD | {"title": "Outside"}))
    home = tmp_path / "home"
    for name in ("b.csv", "a/z.jsonl", ".hidden", ".git/x"):
        write(home, json.dumps(RECORD | {"title": f"In {name}"}), name)
    write(home, b"\x00\x01", "c.bin")
    (home / "link.jsonl").symlink_to(outside)
    (home / "linked").symlink_to(outside.parent)
    records = list(read_papers(home))
    assert [record.title for record in records if isinstance(record, Paper)] == ["In a/z.jsonl", "In b.csv"]
    assert [paper.sources[0].file for paper in records if isinstance(paper, Paper)] == ["a/z.jsonl", "b.csv"]
    told = {record.file: record.reason for record in records if isinstance(record, Unreadable)}
    assert sorted(told) == ["c.bin", "link.jsonl", "linked"]
    assert told["link.jsonl"].startswith("a link that is not followed")


def test_random_bytes_never_do_more_than_be_refused(tmp_path: Path) -> None:
    choose = random.Random(20210812)
    pieces = [
        *(
            b"{",
            b"}",
            b'"title"',
            b":",
            b'"abstract"',
            b",",
            b"title,abstract\n",
            b"\n",
            b"\r",
            b'"',
            b"[",
            b"]",
        ),
        *(
            b"- We ",
            b" 3 authors \xc2\xb7 Sep 7, 2022",
            ABSTRACT.encode(),
            b"\xff",
            b"\xef\xbb\xbf",
            b"\\ud800",
        ),
        *(b"1e999", b"null", b"\x1b", b"\t", b";", b"...", json.dumps(RECORD).encode(), b" ", b"Title"),
    ]
    outcomes = set()
    for _ in range(1500):
        random_bytes = choose.randbytes(choose.randint(0, 60))
        content = b"".join(choose.choices([*pieces, random_bytes], k=choose.randint(0, 12)))
        try:
            outcomes |= {type(record) for record in read_papers(write(tmp_path, content))}
        except AbstractQAError as error:
            outcomes.add(type(error))
    assert outcomes == {Paper, Unreadable, AbstractQAError}
