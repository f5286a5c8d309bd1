"""Retrieval sets: real index, scores that can be computed by hand."""

import json
from pathlib import Path

import pytest

from eval.beir import read_beir
from eval.retrieval import WEIGHTS, candidates, indexed, measured
from index_store.errors import AbstractQAError
from rag.embedding import Embedder
from rag.progress import silent


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    papers = [
        {"_id": "p1", "title": "Clay Pots", "text": "Clay pots boil water slowly."},
        {"_id": "p2", "title": "Flying Fish", "text": "Some fish leave the water and glide."},
        {"_id": "p3", "title": "Sleeping Cats", "text": "Cats sleep for fifteen hours."},
    ]
    queries = [
        {"_id": "q1", "text": "Clay pots boil water."},
        {"_id": "q2", "text": "Cats sleep for hours."},
        {"_id": "q3", "text": "not judged in this split"},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, papers)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    # q1: its paper comes first. q2: the judged paper is a wrong one, so it comes second or third.
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp3\t1\n")
    return folder


def test_a_perfect_ranking_scores_one_and_a_second_run_builds_nothing(
    beir: Path, tmp_path: Path, embedder: Embedder
) -> None:
    data = read_beir(beir, "test")
    assert list(data.queries) == ["q1", "q2"]
    index = indexed(data, tmp_path / "index", embedder, silent)
    assert indexed(data, tmp_path / "index", embedder, silent).folder == index.folder
    found = candidates(data, index, embedder)
    for weights in WEIGHTS.values():
        scores = measured(found, data, weights)
        assert scores["nDCG@10"] == scores["R@5"] == scores["RR@10"] == 1.0


def test_an_index_of_an_earlier_version_is_built_anew(beir: Path, tmp_path: Path, embedder: Embedder) -> None:
    data = read_beir(beir, "test")
    first = indexed(data, tmp_path / "index", embedder, silent)
    manifest = first.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format_version": 1', '"format_version": 0'))
    assert indexed(data, tmp_path / "index", embedder, silent).folder != first.folder


def test_scores_are_those_of_the_ranking(beir: Path, tmp_path: Path, embedder: Embedder) -> None:
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp1\t1\n")
    data = read_beir(beir, "test")
    found = candidates(data, indexed(data, tmp_path / "index", embedder, silent), embedder)
    order = sorted(found["q2"], key=lambda c: -c.dense)
    rank = [c.chunk.paper_id for c in order].index("p1") + 1
    assert rank > 1
    assert measured(found, data, WEIGHTS["dense"])["RR@10"] == pytest.approx((1 + 1 / rank) / 2)


def test_an_incomplete_folder_is_one_line(beir: Path) -> None:
    with pytest.raises(AbstractQAError, match=r"train\.tsv is missing"):
        read_beir(beir, "train")
