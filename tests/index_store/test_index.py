"""An index generation: what is written is what is read and found, and nothing half written is ever read."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index_store.generations import IndexBusy, current_generation, new_generation, writer_lock
from index_store.index import CHROMADB_VERSION, Index, IndexContent, write_index
from index_store.manifest import IndexMismatch, Manifest
from index_store.records import Chunk, Name, Paper, Sentence
from index_store.word_vectors import directions

MANIFEST = Manifest("letters", "abc", 3, "by-hand", "0" * 64, 2, 3, 2, CHROMADB_VERSION)


def content(pots: list[Paper]) -> IndexContent:
    papers = pots[:2]
    return IndexContent(
        papers=papers,
        sentences=[
            Sentence("pots", 0, papers[0].abstract[:19], 0, 19),
            Sentence("lids", 0, papers[1].abstract[:22], 0, 22),
        ],
        chunks=[
            Chunk("pots#0", "pots", "clay", 0, 0),
            Chunk("pots#1", "pots", "copper", 1, 1),
            Chunk("lids#0", "lids", "lids", 0, 0),
        ],
        sentence_vectors=np.eye(3)[:2],
        chunk_vectors=np.eye(3),
        word_vectors=[directions(np.eye(3)[:2]), directions(np.eye(3)[2:])],
        names=[{Name("pots", "in_title")}, {Name("lids", "in_title"), Name("heat", "in_abstract")}],
    )


@pytest.fixture
def index(tmp_path: Path, pots: list[Paper]) -> Index:
    write_index(tmp_path, content(pots), MANIFEST)
    return Index(tmp_path)


def test_papers_sentences_and_chunks_come_back_as_they_were(index: Index, pots: list[Paper]) -> None:
    expected = content(pots)
    assert index.table.papers() == pots[:2]
    assert [s for row in (0, 1) for _, s in index.table.sentences(row)] == expected.sentences
    assert index.table.chunks(0) == list(enumerate(expected.chunks[:2]))
    assert index.table.chunks(1) == [(2, expected.chunks[2])]
    assert index.table.paper_row_of("lids") == 1
    assert index.table.paper_row_of("absent") is None


def test_vectors_are_found_by_their_sentences(index: Index, pots: list[Paper]) -> None:
    clay, lids = content(pots).sentences
    assert index.vectors_of([lids, clay]).tolist() == [[0, 1, 0], [1, 0, 0]]
    assert index.vectors_of([]).shape == (0, 3)


def test_words_are_found_by_their_sentences(index: Index) -> None:
    assert index.words.nearest(directions(np.eye(3)), [1, 0]).tolist() == [[0, 0, 1], [1, 1, 0]]


def test_the_nearest_chunk_is_the_one_whose_vector_points_the_same_way(index: Index) -> None:
    question = np.array([0.1, 0.7, 0.7])
    assert index.dense.nearest(question / np.linalg.norm(question), 2) in ([1, 2], [2, 1])
    assert index.dense.nearest(np.array([1.0, 0.0, 0.0]), 10)[0] == 0
    assert index.dense.count() == 3


def test_lexical_scores_stem_words_and_are_zero_without_a_known_word(index: Index) -> None:
    scores = index.lexical.scores("boiling a pot")
    assert scores[0] > 0
    assert scores[1] == 0
    assert not index.lexical.scores("zeppelin").any()
    assert not index.lexical.scores("").any()


def test_a_collection_without_a_word_can_be_indexed(tmp_path: Path) -> None:
    paper = Paper("p", "???", "!!!")
    wordless = IndexContent([paper], [], [Chunk("p#0", "p", "???", 0, 0)], np.zeros((0, 3)), np.eye(3)[:1], [], [])
    write_index(tmp_path, wordless, replace(MANIFEST, paper_count=1, chunk_count=1, sentence_count=0))
    assert Index(tmp_path).table.papers() == [paper]
    assert not Index(tmp_path).lexical.scores("anything").any()


@pytest.mark.parametrize(
    ("embedder", "sha256", "chunking", "named"),
    [
        ("words", "abc", "by-hand", "words"),
        ("letters", "xyz", "by-hand", "xyz"),
        ("letters", "abc", "new", "new"),
    ],
)
def test_an_index_of_another_making_is_refused_with_the_command(
    index: Index, embedder: str, sha256: str, chunking: str, named: str
) -> None:
    index.manifest.check("letters", "abc", "by-hand", None)
    with pytest.raises(IndexMismatch, match=rf"{named}.*abstract-qa ingest --rebuild"):
        index.manifest.check(embedder, sha256, chunking, None)


def test_vectors_of_whole_papers_are_kept_and_their_embedder_is_checked(tmp_path: Path, pots: list[Paper]) -> None:
    two_embedders = replace(MANIFEST, paper_embedder="pages", paper_embedder_sha256="def")
    write_index(tmp_path, replace(content(pots), paper_vectors=np.eye(4)[[2, 0]]), two_embedders)
    index = Index(tmp_path)
    assert index.paper_vectors.tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]
    assert index.dense_papers.nearest(np.array([0.6, 0.0, 0.8, 0.0]), 2) == [0, 1]
    index.manifest.check("letters", "abc", "by-hand", ("pages", "def"))
    index.manifest.check("letters", "abc", "by-hand", None)
    for other in (("pages", "xyz"), ("books", "def")):
        with pytest.raises(IndexMismatch, match=r"(xyz|books).*abstract-qa ingest --rebuild"):
            index.manifest.check("letters", "abc", "by-hand", other)
    index.close()


def test_an_index_without_vectors_of_whole_papers_is_refused_where_they_are_asked_for(index: Index) -> None:
    with pytest.raises(IndexMismatch, match="embedder of whole papers ''; the settings ask for 'pages'"):
        index.manifest.check("letters", "abc", "by-hand", ("pages", "def"))


@pytest.mark.parametrize("damage", ["", "{", '{"embedder": "x"}', json.dumps([1])])
def test_a_damaged_manifest_is_one_line(tmp_path: Path, damage: str) -> None:
    (tmp_path / "manifest.json").write_text(damage)
    with pytest.raises(IndexMismatch, match="no readable manifest"):
        Manifest.read(tmp_path)


def test_a_generation_is_published_whole_or_not_at_all(tmp_path: Path) -> None:
    assert current_generation(tmp_path) is None
    with new_generation(tmp_path) as folder:
        (folder / "content").write_text("first")
    with pytest.raises(OSError, match="content"), new_generation(tmp_path) as folder:
        (folder / "content" / "under a file").write_text("half of the second")
    current = current_generation(tmp_path)
    assert current is not None
    assert (current / "content").read_text() == "first"
    assert not list(tmp_path.glob("*.writing"))


def test_old_generations_go_but_the_one_before_stays(tmp_path: Path) -> None:
    for number in range(4):
        with new_generation(tmp_path) as folder:
            (folder / "number").write_text(str(number))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["000003", "000004"]


def test_a_writer_that_was_killed_leaves_the_current_generation(tmp_path: Path) -> None:
    with new_generation(tmp_path) as folder:
        (folder / "content").write_text("whole")
    script = (
        "import os, sys, pathlib\nfrom index_store.generations import new_generation\n"
        "with new_generation(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'content').write_text('half'); os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    current = current_generation(tmp_path)
    assert current is not None
    assert (current / "content").read_text() == "whole"
    with new_generation(tmp_path):
        pass


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(IndexBusy, match="Another process is writing"),
        writer_lock(tmp_path),
    ):
        pass


def test_papers_are_found_by_the_names_that_they_have(index: Index) -> None:
    assert index.table.rows_named("lids", "in_title") == {1}
    assert index.table.rows_named("heat", "in_title") == set()
    assert index.table.rows_named("heat", "in_title", "in_abstract") == {1}
