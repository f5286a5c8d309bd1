"""What becomes of records: added, updated, merged, unchanged, kept apart; nothing is lost or replaced unsaid."""

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.ingest.incoming import Incoming, IngestReport
from rag.ingest.raw_record import RawRecord, Unreadable
from tests.rag.ingest.table import table_of

MOSS = "Moss beetles are poor dispersers. We sequenced 48 individuals and found that gene flow stops beyond 14 km."
YARN = (
    "We pulled thirty kinds of yarn until they broke. Linen held 71 N, which is twice as much as wool of that weight."
)
FLOOD = "We present Karnival, a sparse encoder for river gauges. It predicts flood peaks 36 hours ahead within 11.4 cm."


def records(*fields: dict[str, Any], file: str = "a.jsonl") -> list[tuple[str, RawRecord | Unreadable]]:
    return [(file, RawRecord(f"line {number}", of_record)) for number, of_record in enumerate(fields, 1)]  # type: ignore[arg-type]


def taken(table: PaperTable | None, read: Iterable) -> tuple[list[Paper], IngestReport]:
    incoming = Incoming(table, "seeds")
    incoming.take(read)
    return list(incoming.change().put), incoming.report()


def test_a_record_that_is_read_again_changes_nothing(tmp_path: Path) -> None:
    read = records({"title": "Moss beetles", "abstract": MOSS, "id": "7", "published": "2019"})
    papers, report = taken(None, read)
    assert (len(report.added), str(report)) == (1, "1 added, 0 updated, 0 unchanged, 0 failed")
    put, again = taken(table_of(tmp_path, papers), read)
    assert (put, again.unchanged, again.added) == ([], report.added, ())


def test_an_update_from_the_same_file_says_what_changed(tmp_path: Path) -> None:
    papers, _ = taken(None, records({"title": "Moss beetles", "abstract": MOSS, "id": "7"}))
    changed = {"title": "Moss beetles", "abstract": MOSS + " It matters.", "id": "7", "published": "2020"}
    (paper,), report = taken(table_of(tmp_path, papers), records(changed))
    assert (paper.abstract, paper.published, len(paper.sources)) == (MOSS + " It matters.", "2020", 1)
    assert report.updated == (paper.paper_id,)
    assert [note.reason for note in report.notes] == [f"{paper.paper_id} was updated: abstract, published"]


def test_an_edited_file_is_read_as_edited_where_its_rows_have_moved(tmp_path: Path) -> None:
    def file(year: str, *before: dict[str, Any]) -> list[tuple[str, RawRecord | Unreadable]]:
        return records(*before, {"title": "Moss beetles", "abstract": MOSS, "published": year})

    papers, _ = taken(None, file("2021"))
    for number, year in enumerate(("2022", "2021")):
        new, report = taken(table_of(tmp_path / str(number), papers), file(year, {"title": "Yarn", "abstract": YARN}))
        (beetles,) = [paper for paper in new if paper.title == "Moss beetles"]
        assert (beetles.published, report.updated) == (year, (beetles.paper_id,))
        papers = list({paper.paper_id: paper for paper in [*papers, *new]}.values())


def test_an_edit_in_one_source_takes_nothing_from_another(tmp_path: Path) -> None:
    first, _ = taken(None, records({"title": "Moss beetles", "abstract": MOSS}))
    whole = MOSS + " It was found in nine bogs."
    (both,), _ = taken(table_of(tmp_path / "1", first), records({"title": "Moss beetles", "abstract": whole}, file="b"))
    edited = records({"title": "Moss beetles", "abstract": MOSS, "doi": "10.1234/a"})
    (paper,), _ = taken(table_of(tmp_path / "2", [both]), edited)
    assert (paper.abstract, paper.doi, len(paper.sources)) == (whole, "10.1234/a", 2)


def test_two_dois_are_two_papers_unless_all_else_is_the_same() -> None:
    issues = [{"title": f"Editorial, volume {n}", "abstract": MOSS, "doi": f"10.1234/e{n}"} for n in (12, 13)]
    assert len(taken(None, records(*issues))[0]) == 2
    same = [{"title": "Moss", "abstract": MOSS, "doi": f"10.1234/{n}"} for n in ("a", "b")]
    (paper,), report = taken(None, records(*same))
    assert [note.reason for note in report.notes] == [f"has another DOI than {paper.paper_id}: {paper.doi} is kept"]


def test_ids_of_two_files_never_replace_each_other(tmp_path: Path) -> None:
    first, _ = taken(None, records({"id": "0", "title": "Moss beetles", "abstract": MOSS}, file="a.csv"))
    second, report = taken(
        table_of(tmp_path, first), records({"id": "0", "title": "Strong linen", "abstract": YARN}, file="b.csv")
    )
    assert len(report.added) == 1
    assert len({paper.paper_id for paper in [*first, *second]}) == 2


def test_an_id_given_twice_in_a_file_is_two_papers_and_said() -> None:
    read = records({"id": "7", "title": "Moss", "abstract": MOSS}, {"id": "7", "title": "Linen", "abstract": YARN})
    papers, report = taken(None, read)
    assert [paper.title for paper in papers] == ["Moss", "Linen"]
    (note,) = report.notes
    assert (note.place, note.reason) == (
        "line 2",
        "has the id 7 of its file like “Moss”, but another title and abstract: both are kept",
    )


def test_papers_of_one_title_are_as_many_as_their_texts() -> None:
    papers, report = taken(None, records(*({"title": "Editorial", "abstract": text} for text in (MOSS, YARN, FLOOD))))
    assert [paper.abstract for paper in papers] == [MOSS, YARN, FLOOD]
    assert len(report.added) == 3


SAME = (
    {"id": "10.9999/jh", "title": "Karnival: An Encoder for Rivers (v1)", "abstract": FLOOD, "published": "2021"},
    {"id": "arXiv:9901.00001", "title": "Karnival: An Encoder for Rivers", "abstract": FLOOD, "authors": ["Jana Doe"]},
    {"id": "x", "title": "KARNIVAL: an encoder for rivers.", "abstract": FLOOD, "published": "2021-05-03"},
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_one_paper_of_three_sources_in_whichever_order(order: tuple[int, ...], tmp_path: Path) -> None:
    read = [pair for place in order for pair in records(SAME[place], file=f"{place}.jsonl")]
    (paper,), report = taken(None, read)
    assert (paper.doi, paper.arxiv_id, paper.published) == ("10.9999/jh", "9901.00001", "2021-05-03")
    assert (paper.title, paper.authors) == ("Karnival: An Encoder for Rivers (v1)", ("Jana Doe",))
    assert {source.file for source in paper.sources} == {"0.jsonl", "1.jsonl", "2.jsonl"}
    assert report.merged == report.added
    assert taken(table_of(tmp_path, [paper]), read)[0] == []


def test_a_record_that_cannot_be_read_stops_nothing() -> None:
    bad = Unreadable("a.jsonl", "line 1", "not JSON")
    papers, report = taken(None, [("a.jsonl", bad), *records({"title": "T"}, {"title": "Moss", "abstract": MOSS})])
    assert (len(papers), [failed.reason for failed in report.failed]) == (1, ["not JSON", "no abstract"])


TEXTS = st.sampled_from([MOSS, YARN, FLOOD])
FIELDS = st.fixed_dictionaries(
    {"title": st.sampled_from(["Moss", "Linen", "Editorial"]), "abstract": TEXTS},
    optional={"id": st.sampled_from(["1", "2"]), "doi": st.sampled_from(["10.1234/a", "10.1234/b"])},
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a.csv", "b.csv"]), FIELDS), max_size=8))
def test_no_text_is_lost_whatever_ids_are_given(given_records: list[tuple[str, dict[str, Any]]]) -> None:
    read = [(file, RawRecord(f"line {n}", fields)) for n, (file, fields) in enumerate(given_records)]  # type: ignore[arg-type]
    papers, report = taken(None, read)
    assert not report.failed
    stored, told = {paper.abstract for paper in papers}, {note.place for note in report.notes}
    assert all(fields["abstract"] in stored or told for _, fields in given_records)
    assert all(note.reason.endswith("is kept") or "both are kept" in note.reason for note in report.notes)
