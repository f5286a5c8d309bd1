"""WordMatch word by word: words are pooled from tokens, rare ones count more, and other words for a thing are met."""

import numpy as np
import pytest

from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import FEW, Embedder
from rag.retrieval.evidence import choose_evidence
from rag.retrieval.late_interaction import WordMatch
from rag.retrieval.library import Library


def rows_of(library: Library, title: str) -> list[int]:
    return library.index.table.sentence_rows([p.title for p in library.papers()].index(title))


def test_a_word_is_the_mean_of_its_tokens() -> None:
    states = np.array([[9, 9, 9], [1, 0, 0], [0, 2, 0], [0, 0, 1], [0, 1, 0], [9, 9, 9]], dtype=np.float32)
    offsets = [(0, 0), (0, 3), (4, 9), (9, 15), (16, 19), (0, 0)]  # the | compressors | win, between special tokens
    read = EmbeddedText.of("the compressors win", states[0], states, offsets)
    assert read.stems == ("compressor", "win")
    assert read.words.tolist() == [[0, 127, 64], [0, 127, 0]]


def test_words_that_were_not_read_and_texts_without_words() -> None:
    states = np.ones((2, 3), dtype=np.float32)
    assert EmbeddedText.of("boil pots", states[0], states, [(0, 0), (0, 4)]).stems == ("boil",)
    for text, known in (("what is the", [(0, 0), (0, 4)]), ("boil pots", [(0, 0), (0, 0)])):
        read = EmbeddedText.of(text, states[0], states, known)
        assert (read.stems, read.words.shape) == ((), (0, 3))
    assert EmbeddedText.of("boil", states[0], states[:0], []).words.shape == (0, 3)


@pytest.mark.parametrize(
    "text", ["How much smaller are Compressor's GLM-130B models?", "naïve – “quoted”\twords 模型", "x"]
)
def test_few_texts_and_many_have_the_same_words(embedder: Embedder, text: str) -> None:
    quick, reference = embedder.read_query(text), embedder.read_passages([text, "word " * FEW])[0]
    assert quick.stems == reference.stems
    left, right = quick.words.astype(float), reference.words.astype(float)
    cosines = (left * right).sum(axis=1) / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)
    assert (cosines > 0.99).all()


def test_a_sentence_meets_its_own_words_whole(shared_library: Library) -> None:
    index = shared_library.index
    row, sentence = index.table.sentences(7)[1]
    met = WordMatch(index, shared_library.embedder.read_query(sentence.text)).sentence_scores([row, row + 1])
    assert met[0] == pytest.approx(1.0, abs=0.01)
    assert met[1] < 0.9


def test_a_thing_in_other_words_is_met(shared_library: Library) -> None:
    question = shared_library.embedder.read_query("posts typed without the tiny dots on the letters")
    undotted = rows_of(shared_library, "Supporting Undotted Arabic with Pre-trained Language Models")
    matching = WordMatch(shared_library.index, question)
    others = [
        matching.paper_score(rows_of(shared_library, paper.title))
        for paper in shared_library.papers()
        if "Undotted" not in paper.title
    ]
    assert matching.paper_score(undotted) > max(others)


def test_a_question_without_words_is_met_by_its_whole(shared_library: Library) -> None:
    question = shared_library.embedder.read_query("what is it about?")
    assert question.stems == ()
    passages = shared_library.search(question, 3)
    assert len(passages) == 3
    for evidence in choose_evidence(shared_library.index, question, passages, 100):
        row = shared_library.index.table.sentence_row(evidence.paper.paper_id, evidence.sentence.number)
        matching = WordMatch(shared_library.index, question)
        assert matching.sentence_scores([row])[0] == pytest.approx(evidence.score)
        assert matching.paper_score([row]) == pytest.approx(evidence.score)
