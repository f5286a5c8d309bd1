"""Sentences keep exact offsets; chunks follow sentences and fit the embedder's window."""

import pytest

from index_store.records import Paper
from rag.ingest.bundled import bundled_papers
from rag.ingest.chunking import SPECIAL_TOKENS, TOKEN_LIMIT, chunks_of
from rag.models.embedder.embedding import Embedder
from rag.text.sentences import sentences_of, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It grew by 4.31 times. Then it fell.", ["It grew by 4.31 times.", "Then it fell."]),
        ("Tasks (e.g. Image search) and Fig. 2 by Li et al. Ours wins.", None),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        (
            "J. Smith of the U.S. Army wrote it. We read it.",
            ["J. Smith of the U.S. Army wrote it.", "We read it."],
        ),
        ("See https://a.org/B.html. It is free", ["See https://a.org/B.html.", "It is free"]),
        ("More importantly, ...", ["More importantly, ..."]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    found = [text[start:end] for start, end in split_sentences(text)]
    assert found == (expected if expected is not None else [text])


def test_no_character_of_any_bundled_abstract_is_lost() -> None:
    for paper in bundled_papers():
        sentences = sentences_of(paper)
        assert " ".join(s.text for s in sentences) == paper.abstract
        assert all(paper.abstract[s.start : s.end] == s.text for s in sentences)
        assert [s.number for s in sentences] == list(range(len(sentences)))


def test_chunks_of_the_bundled_papers_fit_carry_the_title_and_cover_every_sentence(
    embedder: Embedder,
) -> None:
    for paper in bundled_papers():
        sentences = sentences_of(paper)
        chunks = chunks_of(paper, sentences, embedder.count_tokens)
        covered = [n for c in chunks for n in range(c.first_sentence, c.last_sentence + 1)]
        assert covered == list(range(len(sentences)))
        for chunk in chunks:
            assert chunk.text.startswith(paper.title)
            assert embedder.count_tokens(chunk.text) + SPECIAL_TOKENS <= TOKEN_LIMIT
            assert sentences[chunk.last_sentence].text in chunk.text


def words(text: str) -> int:
    return len(text.split())


def test_chunks_are_as_few_as_fit_and_even() -> None:
    paper = Paper("p", "Title", " ".join(f"S{n} {'word ' * 98}end." for n in range(4)))
    chunks = chunks_of(paper, sentences_of(paper), words)
    assert [(c.first_sentence, c.last_sentence) for c in chunks] == [(0, 1), (2, 3)]


def test_an_endless_sentence_and_an_endless_title_are_cut_to_fit() -> None:
    paper = Paper("p", "word " * 500, "long " * 5000)
    (chunk,) = chunks_of(paper, sentences_of(paper), words)
    assert words(chunk.text) + SPECIAL_TOKENS <= TOKEN_LIMIT


def test_a_paper_without_an_abstract_is_found_by_its_title() -> None:
    (chunk,) = chunks_of(Paper("p", "Only a Title", ""), [], words)
    assert chunk.text == "Only a Title"
