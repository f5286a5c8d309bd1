"""Fusion by hand, and the whole search on real vectors."""

from dataclasses import replace

import numpy as np
import pytest

from index_store.records import Chunk
from rag.retrieval.evidence import choose_evidence
from rag.retrieval.hybrid import ALONE, NAMED, UNNAMED, Candidate, Candidates, FusionWeights, fuse
from rag.retrieval.library import Library


def candidate(name: str, dense: float, lexical: float, words: float, whole: float | None = None) -> Candidate:
    return Candidate(0, Chunk(name, name, "", 0, 0), dense, lexical, words, whole)


def test_fusion_is_the_weighted_sum_of_min_max_scaled_signals() -> None:
    candidates = [
        candidate("a", 0.2, 10.0, 0.5),  # scaled: 0, 1, 0
        candidate("b", 0.6, 0.0, 0.9),  # scaled: 1, 0, 1
        candidate("c", 0.4, 5.0, 0.7),  # scaled: 0.5, 0.5, 0.5
    ]
    passages = fuse(Candidates(candidates, named=False), FusionWeights(dense=0.5, lexical=0.3, words=0.2))
    assert [p.chunk.chunk_id for p in passages] == ["b", "c", "a"]
    assert [p.score for p in passages] == pytest.approx([0.7, 0.5, 0.3])
    assert (passages[2].dense_score, passages[2].lexical_score) == (0.2, 10.0)


def test_a_signal_that_tells_nothing_apart_changes_no_rank() -> None:
    candidates = [candidate("a", 0.1, 3.0, 0.2), candidate("b", 0.3, 3.0, 0.2)]
    passages = fuse(Candidates(candidates, named=False))
    assert [p.chunk.chunk_id for p in passages] == ["b", "a"]
    assert fuse(Candidates([], named=False)) == []


def test_whole_papers_weigh_less_where_the_question_names_something() -> None:
    candidates = [candidate("a", 0.9, 4.0, 0.5, whole=0.1), candidate("b", 0.1, 0.0, 0.6, whole=0.5)]
    asked, named = (fuse(Candidates(candidates, named)) for named in (False, True))
    assert [(p.chunk.chunk_id, round(p.score, 6)) for p in asked] == [("b", 0.8), ("a", 0.2)]
    assert [round(p.score, 6) for p in named] == [0.5, 0.5]
    alone = fuse(Candidates([replace(c, whole=None) for c in candidates], named=False))
    assert [(p.chunk.chunk_id, round(p.score, 6)) for p in alone] == [("a", 0.7), ("b", 0.3)]
    assert asked[0].dense_score == 0.1


@pytest.mark.parametrize("weights", [ALONE, NAMED, UNNAMED])
def test_weights_share_the_whole_score(weights: FusionWeights) -> None:
    assert weights.dense + weights.lexical + weights.words + weights.whole == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How much smaller are Compressor's models?", "Compressing Pre-trained Models of Code into 3 MB"),
        ("dpot", "DPOT: Auto-Regressive Denoising Operator Transformer for Large-Scale PDE Pre-Training"),
        ("APT prompt tuning", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        (
            "making charts for music games",
            "Beat-Aligned Spectrogram-to-Sequence Generation of Rhythm-Game Charts",
        ),
    ],
)
def test_the_paper_that_is_meant_comes_first(shared_library: Library, question: str, title: str) -> None:
    passages = shared_library.search(shared_library.embedder.read_query(question), 5)
    assert shared_library.paper(passages[0].chunk.paper_id).title == title
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)


def test_one_passage_a_paper_and_no_more_than_there_are(shared_library: Library) -> None:
    passages = shared_library.search(shared_library.embedder.read_query("pre-trained models"), 1000)
    assert len(passages) == len({p.chunk.paper_id for p in passages}) == 118


def test_scores_are_those_of_the_vectors(shared_library: Library) -> None:
    question = shared_library.embedder.read_query("weight poisoning attacks")
    for passage in shared_library.search(question, 5):
        again = shared_library.embedder.embed_passages([passage.chunk.text])[0]
        assert passage.dense_score == pytest.approx(float(again @ question.vector), abs=1e-2)
        assert np.linalg.norm(again) == pytest.approx(1.0, abs=1e-2)


def test_evidence_keeps_to_its_budget_and_to_the_order_of_the_text(shared_library: Library) -> None:
    question = shared_library.embedder.read_query("How much faster is compressed CodeBERT at inference?")
    passages = shared_library.search(question, 6)
    evidence = choose_evidence(shared_library.index, question, passages, 450)
    assert sum(len(e.sentence.text) for e in evidence) / 4.3 <= 450
    assert any("4.31 times" in e.sentence.text for e in evidence)
    ranks = [[p.chunk.paper_id for p in passages].index(e.paper.paper_id) for e in evidence]
    assert ranks == sorted(ranks)
    for before, after in zip(evidence, evidence[1:], strict=False):
        assert before.paper != after.paper or before.sentence.number < after.sentence.number
    for e in evidence:
        assert e.paper.abstract[e.sentence.start : e.sentence.end] == e.sentence.text


def test_one_sentence_is_evidence_even_under_a_tiny_budget(shared_library: Library) -> None:
    question = shared_library.embedder.read_query("cats and dogs")
    passages = shared_library.search(question, 3)
    assert len(choose_evidence(shared_library.index, question, passages, 1)) == 1
