"""Retrieval sets: real index, scores that can be computed by hand."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.published.beir import read_beir
from eval.published.embedded_queries import embedded_queries
from eval.published.retrieval_run import WEIGHTS, candidates, indexed, measured
from index_store.errors import AbstractQAError
from index_store.records import Chunk
from rag.machine.progress import silent
from rag.models.embedder.embedding import Embedder
from rag.retrieval.hybrid import Candidate, Candidates


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
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format_version": 1}))
    assert indexed(data, tmp_path / "index", embedder, silent).folder != first.folder


def test_vectors_of_queries_are_kept_by_content(beir: Path, tmp_path: Path, embedder: Embedder) -> None:
    data = read_beir(beir, "test")
    index = indexed(data, tmp_path / "index", embedder, silent)
    before = candidates(data, index, embedder)
    [file] = (tmp_path / "index").glob("queries-*.npz")
    kept = dict(np.load(file))
    np.savez(file, **{**kept, "vectors": kept["vectors"][::-1]})  # whoever reads it takes each query for the other
    after = candidates(data, index, embedder)
    assert [c.dense for c in after["q1"].papers] != [c.dense for c in before["q1"].papers]
    others = replace(data, queries={"q1": "Fish glide.", "q2": "Cats sleep."})
    candidates(others, index, embedder)
    assert len(list((tmp_path / "index").glob("queries-*.npz"))) == 2
    assert embedded_queries(embedder, [], tmp_path) == []


def test_all_measures_by_hand(beir: Path, tmp_path: Path, embedder: Embedder) -> None:
    data = read_beir(beir, "test")

    def ranked(*papers: str) -> Candidates:
        found = [
            Candidate(0, Chunk(f"{p}#0", p, "", 0, 0), dense=1 - place / 10, lexical=0, words=0)
            for place, p in enumerate(papers)
        ]
        return Candidates(found, named=False)

    found = {"q1": ranked("p2", "p1", "p3"), "q2": ranked("p1", "p2", *(f"x{n}" for n in range(9)), "p3")}
    # The judged paper is second for q1 and twelfth for q2: past the tenth it counts in R@100 alone.
    assert measured(found, data, WEIGHTS["dense"]) == {
        "nDCG@10": pytest.approx(1 / math.log2(3) / 2), "R@5": 0.5, "R@10": 0.5, "R@100": 1.0, "RR@10": 0.25,
    }  # fmt: skip


def test_scores_are_those_of_the_ranking(beir: Path, tmp_path: Path, embedder: Embedder) -> None:
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp1\t1\n")
    data = read_beir(beir, "test")
    found = candidates(data, indexed(data, tmp_path / "index", embedder, silent), embedder)
    order = sorted(found["q2"].papers, key=lambda c: -c.dense)
    rank = [c.chunk.paper_id for c in order].index("p1") + 1
    assert rank > 1
    assert measured(found, data, WEIGHTS["dense"])["RR@10"] == pytest.approx((1 + 1 / rank) / 2)


def test_an_incomplete_folder_is_one_line(beir: Path) -> None:
    with pytest.raises(AbstractQAError, match=r"train\.tsv is missing"):
        read_beir(beir, "train")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("corpus.jsonl", '{"_id": "1", "text": "a"}\n{"_id": "2"}\n', r"corpus\.jsonl:2: 'text' is missing"),
        ("queries.jsonl", "[]\n", r"queries\.jsonl:1: expected a JSON object, found list"),
        ("queries.jsonl", '{"_id": "other", "text": "?"}\n', r"test\.tsv judges no query"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tp1\tgood\n", r"test\.tsv:2: expected the columns"),
        ("qrels/test.tsv", "q1\tp1\t1\nq2\tp1\t1\n", r"test\.tsv:2: expected the columns"),
    ],
)
def test_an_error_in_a_file_names_its_line(beir: Path, file: str, text: str, said: str) -> None:
    (beir / file).write_text(text)
    with pytest.raises(AbstractQAError, match=said):
        read_beir(beir, "test")
