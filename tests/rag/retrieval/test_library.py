"""Ingest: upsert by paper into real Chroma on disk; nothing stored is harmed by bad input."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from index_store.generations import current_generation
from index_store.manifest import IndexMismatch
from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder, pots: list[Paper]) -> Library:
    build_index(tmp_path / "index", pots, embedder).close()
    return Library(tmp_path / "index", embedder)


def jsonl(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_records_are_added_updated_left_and_refused(library: Library, tmp_path: Path) -> None:
    file = jsonl(
        tmp_path / "papers.jsonl",
        {
            "id": "cats",
            "title": "Sleeping Habits of Cats",
            "abstract": "Cats sleep for 15 hours a day. Kittens sleep longer.",
        },
        {"id": "lids", "title": "A Survey of Lids", "abstract": "Lids keep heat inside.", "published": "2024-05-01"},
        {"id": "fish", "title": "Fish That Fly", "abstract": "Some fish leave the water for seconds."},
        {"id": "none", "title": "No Abstract"},
    )
    report = library.ingest(file)
    assert (report.added, report.updated, report.unchanged) == (("fish",), ("lids",), ("cats",))
    assert [f.place for f in report.failed] == ["line 4"]
    assert str(report) == "1 added, 1 updated, 1 unchanged, 1 failed; 2 known from another record too"
    assert [p.paper_id for p in library.papers()] == ["pots", "lids", "cats", "fish"]
    assert library.paper("lids").published == "2024-05-01"
    found = library.search(library.embedder.read_query("flying fish"), 1)
    assert found[0].chunk.paper_id == "fish"


def test_ingesting_twice_changes_nothing_and_writes_nothing(library: Library, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "f.jsonl", {"title": "Fish That Fly", "abstract": "Some fish leave the water for seconds."})
    assert len(library.ingest(file).added) == 1
    generation = current_generation(library.folder)
    report = library.ingest(file)
    assert len(report.unchanged) == 1
    assert not report.added
    assert current_generation(library.folder) == generation


def test_a_title_already_here_is_the_same_paper_whatever_its_id(tmp_path: Path, embedder: Embedder) -> None:
    library = Library(tmp_path / "index", embedder)
    title = "GLM-130B: An Open Bilingual Pre-trained Model"
    file = jsonl(
        tmp_path / "f.jsonl",
        {"id": "2210.02414", "title": title, "abstract": next(p.abstract for p in library.papers() if p.title == title),
         "url": "https://example.org/glm"},
    )  # fmt: skip
    report = library.ingest(file)
    assert len(report.updated) == 1
    assert [p.url for p in library.papers() if p.title == title] == ["https://example.org/glm"]


def test_vectors_of_papers_that_did_not_change_are_kept(library: Library, tmp_path: Path) -> None:
    told: list[int] = []
    library._progress = lambda what, done, total: told.append(total)
    library.ingest(jsonl(tmp_path / "f.jsonl", {"title": "Fish That Fly", "abstract": "Some fish fly. Others swim."}))
    assert set(told) == {3}  # two sentences and one chunk of the new paper


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"", b"just some words\n"])
def test_a_bad_file_harms_nothing(library: Library, tmp_path: Path, content: bytes) -> None:
    before = library.papers()
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(AbstractQAError):
        library.ingest(tmp_path / "bad")
    assert library.papers() == before


def test_another_process_that_ingests_is_noticed(library: Library, tmp_path: Path) -> None:
    assert len(library.papers()) == 3
    other = Library(library.folder, library.embedder)
    other.ingest(jsonl(tmp_path / "f.jsonl", {"title": "Fish That Fly", "abstract": "Some fish fly."}))
    assert len(library.papers()) == 4


def test_an_index_of_other_weights_is_refused_and_can_be_rebuilt(library: Library, tmp_path: Path) -> None:
    _ = library.index
    generation = current_generation(library.folder)
    assert generation is not None
    manifest = generation / "manifest.json"
    manifest.write_text(manifest.read_text().replace(library.embedder.sha256, "f" * 64))
    fresh = Library(library.folder, library.embedder)
    with pytest.raises(IndexMismatch, match="abstract-qa ingest --rebuild"):
        _ = fresh.index
    assert fresh.rebuild().manifest.paper_count == 3
    assert len(Library(library.folder, library.embedder).papers()) == 3


def test_an_unknown_paper_is_one_line(library: Library) -> None:
    with pytest.raises(AbstractQAError, match="abstract-qa papers"):
        library.paper("no-such-id")


def test_whole_papers_are_found_too_and_keep_their_vectors(
    library: Library, tmp_path: Path, embedder: Embedder, model_store: ModelStore
) -> None:
    large = Embedder("all-mpnet-base-v2", model_store.fetch("all-mpnet-base-v2"))
    two = Library(tmp_path / "two", Embedder(embedder.name, embedder.folder, large))
    build_index(two.folder, library.papers(), two.embedder).close()
    kept = two.index.paper_vectors[:]
    assert kept.shape == (3, 768)
    two.ingest(jsonl(tmp_path / "f.jsonl", {"title": "Fish That Fly", "abstract": "Some fish glide over the sea."}))
    assert two.index.paper_vectors.shape == (4, 768)
    assert (two.index.paper_vectors[:3] == kept).all()
    question = two.embedder.read_query("naps of pets")
    assert two.index.dense_papers.nearest(question.for_papers, 1) == [2]
    first, *_ = two.search(question, 4)
    assert first.chunk.paper_id == "cats"
    small = Library(two.folder, embedder)  # the vectors of whole papers are left alone where they are not asked for
    assert small.search(embedder.read_query("naps of pets"), 1)[0].dense_score == first.dense_score
    with pytest.raises(IndexMismatch, match="embedder of whole papers"):
        Library(library.folder, two.embedder).papers()


def test_the_first_ingest_can_be_undone(tmp_path: Path, embedder: Embedder) -> None:
    library = Library(tmp_path / "index", embedder, collection="own")
    library.ingest(jsonl(tmp_path / "f.jsonl", {"title": "Fish That Fly", "abstract": "Some fish fly. Others swim."}))
    library.undo()
    assert library.papers() == []


def test_an_ingest_that_understands_nothing_begins_no_index(tmp_path: Path, embedder: Embedder) -> None:
    library = Library(tmp_path / "index", embedder, collection="own")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "notes.txt").write_text("just some words\n")
    assert len(library.ingest(tmp_path / "bad").failed) == 1
    with pytest.raises(AbstractQAError):
        library.ingest(tmp_path / "bad" / "notes.txt")
    assert current_generation(library.folder) is None


def test_a_removal_can_be_undone_after_a_rebuild(library: Library) -> None:
    library.remove("pots")
    library.rebuild()
    library.undo()
    assert [paper.paper_id for paper in library.papers()] == ["pots", "lids", "cats"]


def test_threads_that_ingest_at_once_lose_nothing(tmp_path: Path, embedder: Embedder) -> None:
    library = Library(tmp_path / "index", embedder, collection="own")
    files = [
        jsonl(tmp_path / f"{n}.jsonl", {"title": f"Fish {n}", "abstract": f"Fish {n} fly. {n} of them swim."})
        for n in range(6)
    ]
    with ThreadPoolExecutor(6) as threads:
        reports = list(threads.map(library.ingest, files))
    assert [len(report.added) for report in reports] == [1] * 6
    assert sorted(paper.title for paper in library.papers()) == [f"Fish {n}" for n in range(6)]
