"""Words are found by their sentences, and compared by direction alone."""

from pathlib import Path

import numpy as np
import pytest

from index_store.word_vectors import WordVectors, directions, write_word_vectors

WORDS = [
    directions(np.array([[1.0, 0.0, 0.0], [0.0, 3.0, 4.0]])),
    np.zeros((0, 3), dtype=np.int8),
    directions(np.array([[0.0, 0.0, -2.0]])),
]


@pytest.fixture
def words(tmp_path: Path) -> WordVectors:
    write_word_vectors(tmp_path / "words", WORDS, 3)
    return WordVectors([tmp_path / "words"])


def test_a_direction_takes_a_byte_a_dimension_and_forgets_the_length() -> None:
    found = directions(np.array([[0.5, -1.0, 0.25], [50.0, -100.0, 25.0], [0.0, 0.0, 0.0]]))
    assert found.dtype == np.int8
    assert found.tolist() == [[64, -127, 32], [64, -127, 32], [0, 0, 0]]


def test_words_come_back_by_their_sentences(words: WordVectors) -> None:
    assert [words.of(row).tolist() for row in range(3)] == [of_sentence.tolist() for of_sentence in WORDS]


def test_the_nearest_word_of_each_sentence(words: WordVectors) -> None:
    asked = directions(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]))
    nearest = words.nearest(asked, [2, 1, 0])
    assert nearest == pytest.approx(np.array([[0.0, -(0.5**0.5)], [0.0, 0.0], [0.6, 0.5**0.5]]), abs=0.01)


def test_nothing_asked_and_no_sentence(words: WordVectors) -> None:
    assert words.nearest(np.zeros((0, 3), dtype=np.int8), [0, 1]).shape == (2, 0)
    assert words.nearest(WORDS[0], []).shape == (0, 2)


def test_a_collection_without_a_word_can_be_written(tmp_path: Path) -> None:
    write_word_vectors(tmp_path / "words", [WORDS[1]], 3)
    assert WordVectors([tmp_path / "words"]).nearest(WORDS[0], [0]).tolist() == [[0.0, 0.0]]
