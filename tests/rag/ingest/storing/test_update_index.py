"""What is stored after any changes is what a fresh index of the same papers would hold."""

from dataclasses import replace
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.speed.made_papers import MadeEmbedder
from index_store.generations import SEGMENTS
from index_store.index import Index
from index_store.lexical_index import K1, B, lexical_text, tokenize
from index_store.paper_conditions import Conditions
from index_store.records import Paper
from index_store.segments import merging
from rag.ingest.indexing import Change, build_index, open_index, update_index
from rag.ingest.storing import index_writer
from tests.rag.ingest.storing.small_papers import Store, numbered

QUESTIONS = ("subject3 and subject4", "word2 ways ways", "subject11", "zeppelin")


def found_by(index: Index, question: str, embedder: MadeEmbedder) -> tuple[dict[str, float], list[str], list[str]]:
    """Return the BM25 score of every paper, and the papers nearest by their chunks and by their whole texts."""
    read = embedder.read_query(question)
    scores = index.lexical.scores(question)
    of_chunks = index.paper_row_of_chunk[index.dense.nearest(read.vector, 1000)]
    of_whole = index.dense_papers.nearest(read.for_papers, 1000)
    ids = {int(row): index.table.paper(int(row)).paper_id for row in index.paper_rows}
    assert scores[~index.live].sum() == 0
    return {ids[r]: float(scores[r]) for r in ids}, [ids[int(r)] for r in of_chunks], [ids[r] for r in of_whole]


def assert_same(changed: Index, fresh: Index, embedder: MadeEmbedder) -> None:
    assert {p.paper_id: p for p in changed.table.papers()} == {p.paper_id: p for p in fresh.table.papers()}
    for name in ("paper_count", "chunk_count", "sentence_count"):
        assert getattr(changed.manifest, name) == getattr(fresh.manifest, name)
    assert changed.dense.count() == fresh.dense.count() == fresh.manifest.chunk_count
    for question in QUESTIONS:
        (scores, *near), (fresh_scores, *fresh_near) = (found_by(i, question, embedder) for i in (changed, fresh))
        assert scores == pytest.approx(fresh_scores, abs=1e-5)
        assert [sorted(of) for of in near] == [sorted(of) for of in fresh_near]
    for row in map(int, changed.paper_rows):
        paper = changed.table.paper(row)
        fresh_row = fresh.table.paper_row_of(paper.paper_id)
        assert fresh_row is not None
        (sentences, chunks), (fresh_sentences, fresh_chunks) = (
            (index.table.sentences(at), index.table.chunks(at)) for index, at in ((changed, row), (fresh, fresh_row))
        )
        assert [s for _, s in sentences] == [s for _, s in fresh_sentences]
        assert [c for _, c in chunks] == [c for _, c in fresh_chunks]
        rows, fresh_rows = changed.table.sentence_rows(row), fresh.table.sentence_rows(fresh_row)
        assert (changed.sentence_vectors[rows] == fresh.sentence_vectors[fresh_rows]).all()
        assert all((changed.words.of(a) == fresh.words.of(b)).all() for a, b in zip(rows, fresh_rows, strict=True))
        assert (changed.paper_row_of_sentence[rows] == row).all()
        assert (changed.paper_vectors[row] == fresh.paper_vectors[fresh_row]).all()


def text_of(number: int, version: int) -> Paper:
    """Return a paper of which version 0 has the same text as that of any other number."""
    [paper] = numbered(number, number + 1)
    same = replace(paper, title="The same", abstract="It is subject3.")
    return replace(paper, abstract=f"Text {version}. It is subject{number}.") if version else same


CHANGES = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 15), st.integers(0, 2)), max_size=6), st.sets(st.integers(0, 15), max_size=6)
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_any_changes_come_to_what_a_fresh_index_holds(
    made: MadeEmbedder, tmp_path_factory: pytest.TempPathFactory, changes: list
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    wanted: dict[str, Paper] = {}
    for put, removed in changes:
        texts = {n: text_of(n, version) for n, version in put}
        gone = {f"p{n}" for n in removed}
        update_index(folder, lambda _, t=texts, g=gone: Change(list(t.values()), g), made)  # type: ignore[misc]
        kept = {**wanted, **{p.paper_id: p for p in texts.values()}}
        wanted = {i: p for i, p in kept.items() if i not in gone}
    index = open_index(folder, made)
    fresh = build_index(tmp_path_factory.mktemp("fresh"), list(wanted.values()), made)
    if index is None:
        assert not wanted
        return
    assert_same(index, fresh, made)
    index.close()
    fresh.close()


def test_scores_are_those_of_bm25s(store: Store) -> None:
    store(*numbered(0, 12)).close()
    index = store(*numbered(12, 20), removed=["p0", "p7"])
    papers = index.table.papers()
    reference = bm25s.BM25(method="lucene", k1=K1, b=B)
    reference.index(tokenize([lexical_text(paper) for paper in papers]), show_progress=False)
    for question in QUESTIONS[:3]:
        scores = index.lexical.scores(question)
        rows = [index.table.paper_row_of(paper.paper_id) for paper in papers]
        known = [stem for stem in tokenize([question])[0] if stem in reference.vocab_dict]
        assert scores[rows] == pytest.approx(reference.get_scores(known), abs=1e-5)
    assert index.lexical.papers_with_word("subject7") == 0


def test_what_is_removed_is_not_known_any_more(store: Store) -> None:
    store(Paper("z", "Zeppelins", "A zeppelin flies."), *numbered(0, 3)).close()
    index = store(removed=["z"])
    assert index.lexical.is_strange("zeppelin")
    assert not index.lexical.scores("zeppelin").any()
    assert index.table.paper_row_of("z") is None
    assert index.manifest.paper_count == 3
    index = store(removed=["p0", "p1", "p2"])
    assert index.table.papers() == []
    assert index.dense.nearest(np.ones(8), 5) == []
    assert not index.lexical.scores("subject1").any()
    assert store(*numbered(0, 2)).manifest.paper_count == 2


def test_new_metadata_writes_no_segment_and_keeps_the_order(store: Store, folder: Path) -> None:
    first = store(*numbered(0, 3))
    paper = replace(first.table.papers()[1], url="https://example.org/1", keywords=("kilns",))
    index = store(paper)
    assert index.manifest.segments == first.manifest.segments
    assert index.table.papers()[1] == paper
    assert index.table.rows_where(Conditions(keywords=("kilns",))).tolist() == [1]


def test_an_embedder_reads_only_what_is_new(store: Store, folder: Path, made: MadeEmbedder) -> None:
    read: list[int] = []
    store(*numbered(0, 5)).close()
    update_index(folder, lambda _: Change(numbered(4, 6)), made, lambda done, total: read.append(total))
    assert set(read) == {4}  # two sentences, a chunk and the whole paper
    read.clear()
    build_index(folder, [*numbered(0, 6), replace(numbered(0, 1)[0], paper_id="same text")], made).close()
    update_index(folder, lambda _: Change((), ["p1"]), made)
    update_index(folder, lambda _: Change(numbered(1, 2)), made, lambda done, total: read.append(total))
    assert read == []


def test_vectors_of_whole_papers_can_come_later_and_go(folder: Path, made: MadeEmbedder) -> None:
    small = MadeEmbedder(8)
    build_index(folder, numbered(0, 3), small).close()
    read: list[int] = []
    both = build_index(folder, numbered(0, 3), made, lambda done, total: read.append(total))
    assert set(read) == {3}
    assert both.paper_vectors.shape == (3, 16)
    update_index(folder, lambda _: Change(numbered(3, 4)), small)
    without = open_index(folder, small)
    assert without is not None
    assert [paper.paper_id for paper in without.table.papers()] == ["p0", "p1", "p2", "p3"]
    assert without.manifest.paper_embedder == ""


def test_small_segments_are_merged_without_the_embedder(store: Store, folder: Path, made: MadeEmbedder) -> None:
    for n in range(20):
        index = store(*numbered(n, n + 1))
        assert len(index.manifest.segments) < 2 * merging.FAN
    assert len(index.segments[0]) == merging.FAN
    fresh = build_index(folder.parent / "fresh", numbered(0, 20), made)
    assert_same(index, fresh, made)
    index = store(removed=[f"p{n}" for n in range(6)])
    assert [len(segment) for segment in index.segments].count(merging.FAN) == 1  # one of the two was mostly dead


@pytest.mark.parametrize(
    ("live", "papers", "groups"),
    [
        ([1] * 7, [1] * 7, []),
        ([1] * 8, [1] * 8, [[0, 1, 2, 3, 4, 5, 6, 7]]),
        ([2000] + [1] * 7, [2000] + [1] * 7, []),
        ([2000] * 9, [2000] * 9, []),
        ([700] * 8, [700] * 8, [[0, 1, 2, 3, 4], [5, 6, 7]]),
        ([100, 49], [100, 100], [[1]]),
        ([100, 0], [100, 100], []),
    ],
)
def test_what_is_merged(live: list[int], papers: list[int], groups: list[list[int]]) -> None:
    assert merging.groups_to_merge(live, papers) == groups


def test_a_large_ingest_writes_several_segments(
    store: Store, folder: Path, made: MadeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_writer, "WRITTEN", 100)
    told: list[tuple[int, int]] = []
    index = build_index(folder, numbered(0, 250), made, lambda done, total: told.append((done, total)))
    assert [len(segment) for segment in index.segments] == [100, 100, 50]
    assert told[-1] == (1000, 1000)
    assert all(done <= total for done, total in told)
    assert [(folder / SEGMENTS / name / "chroma").is_dir() for name in index.manifest.segments] == [True, True, False]
    one = made.read_query("subject77 and subject177")
    exact = np.argsort(-(index.chunk_vectors @ one.vector), kind="stable")[:5]
    assert set(index.dense.nearest(one.vector, 5)) == set(exact.tolist())


def test_papers_of_one_text_have_vectors_of_their_own(store: Store) -> None:
    first, *others = [text_of(number, 0) for number in range(4)]
    for paper in (first, *others):
        index = store(paper)
    assert index.table.papers() == [first, *others]
    assert index.dense.count() == 4
    index = store(removed=["p0", "p2"])
    assert index.table.papers() == [others[0], others[2]]


def test_of_papers_of_one_id_the_last_is_stored(store: Store) -> None:
    index = store(text_of(1, 1), text_of(1, 2), text_of(1, 0))
    assert index.table.papers() == [text_of(1, 0)]
    assert index.manifest.paper_count == 1
