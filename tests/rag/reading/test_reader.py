"""What the fitted reader holds of real evidence, by readings that are made: where a model looks, and what it says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from rag.reading.reader import PART_READ, PART_UNREAD, Judged, judged
from rag.reading.reader_features import OF_ATTENTION, sentence_features, wants_yes_or_no
from rag.reading.reading import Reading
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.retrieval.search import SearchResult, find_evidence

QUESTION = "How much smaller are Compressor's models?"
GOLD = "160 times"
ASIDE = "genetic algorithm"
Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def found(shared_library: Library) -> SearchResult:
    return find_evidence(shared_library, QUESTION, 6, 450)


@pytest.fixture
def read(found: SearchResult) -> Read:
    """Return a maker of readings of two heads that look at the sentence with some words, and at the others alike."""

    def read(words: str, share: float = 0.8, yes_logit: float = 3.0) -> Reading:
        rest = (1 - share) / (len(found.evidence) - 1)
        head = [share if words in e.sentence.text else rest for e in found.evidence]
        return Reading(found.evidence, yes_logit, (head, head))

    return read


def holding(found: SearchResult, words: str) -> Evidence:
    return next(e for e in found.evidence if words in e.sentence.text)


@pytest.mark.parametrize("words", [GOLD, ASIDE])
def test_a_sentence_with_most_of_the_attention_is_part_of_the_answer(
    found: SearchResult, shared_library: Library, read: Read, words: str
) -> None:
    looked_at = holding(found, words)
    held = judged(found, shared_library.index, read(words))
    assert held.parts_of_answer[0] == looked_at
    without = judged(found, shared_library.index, read(words, share=0.0))
    assert held.parts[looked_at] > held.part_bound > without.parts[looked_at]


def test_the_parts_come_likeliest_first_and_the_best_as_in_the_evidence(found: SearchResult) -> None:
    first, second, third, *_ = found.evidence
    held = Judged({first: 0.6, second: 0.2, third: 0.9}, part_bound=0.6, signals={})
    assert held.parts_of_answer == (third, first)
    assert held.best(1) == (third,)
    assert held.best(2) == (first, third)
    assert held.best(9) == (first, second, third)
    assert Judged({}, 0.6, {}).best(1) == ()


def test_without_a_reading_the_unread_model_tells_the_parts(found: SearchResult, shared_library: Library) -> None:
    held = judged(found, shared_library.index)
    features = sentence_features(found, shared_library.index, None)
    assert list(held.parts.values()) == PART_UNREAD.probabilities(features).tolist()
    assert tuple(held.parts) == found.evidence
    assert held.signals == {}
    assert holding(found, GOLD) in held.best(3)


def test_a_model_that_does_not_tell_where_it_looks_still_says_yes_or_no(
    found: SearchResult, shared_library: Library
) -> None:
    held = judged(found, shared_library.index, Reading(found.evidence, 3.0, None))
    assert held.parts == judged(found, shared_library.index).parts
    assert held.signals == {"yes": 3.0, "yes_of_few": 3.0}


def test_what_it_says_of_a_few_is_added_to_what_it_said_of_all(
    found: SearchResult, shared_library: Library, read: Read
) -> None:
    held = judged(found, shared_library.index, read(GOLD))
    again = held.read_again(Reading(found.evidence[:4], -2.0, None))
    assert again.signals == {"yes": 3.0, "yes_of_few": -2.0}
    assert again.parts == held.parts
    assert held.read_again(None) is held  # it was stopped


def test_of_no_evidence_nothing_is_held(found: SearchResult, shared_library: Library) -> None:
    held = judged(replace(found, evidence=(), vectors=found.vectors[:0]), shared_library.index)
    assert (held.parts, held.parts_of_answer, held.signals) == ({}, (), {})


def test_the_features_are_one_number_a_sentence(found: SearchResult, shared_library: Library, read: Read) -> None:
    unread = sentence_features(found, shared_library.index, None)
    features = sentence_features(found, shared_library.index, read(GOLD))
    assert set(features) - set(unread) == set(OF_ATTENTION)
    assert set(PART_READ.weights) <= set(features)
    assert set(PART_UNREAD.weights) <= set(unread)
    for values in features.values():
        assert values.shape == (len(found.evidence),)
        assert np.isfinite(values).all()
    assert all(0 < place <= 1 for place in features["place"])
    gold = found.evidence.index(holding(found, GOLD))
    assert features["share"][gold] == pytest.approx(np.log(0.8 / 0.2))
    assert features["share_behind"][gold] == 0
    of_paper = [e.paper == found.evidence[gold].paper for e in found.evidence]
    shares = read(GOLD).shares
    assert shares is not None
    assert features["paper_share"][gold] == pytest.approx(np.log(shares[of_paper].sum()))


def test_attention_on_one_sentence_alone_has_finite_features(
    found: SearchResult, shared_library: Library, read: Read
) -> None:
    features = sentence_features(found, shared_library.index, read(GOLD, share=1.0))
    assert all(np.isfinite(values).all() for values in features.values())


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("Does aspirin prevent strokes?", True),
        ("Aspirin prevents strokes.", True),  # a claim
        ("How much smaller are they?", False),
        ("What prevents strokes?", False),
    ],
)
def test_a_claim_or_a_question_with_yes_or_no_wants_to_be_decided(question: str, wants: bool) -> None:
    assert wants_yes_or_no(question) == wants


def test_the_place_counts_apart_where_a_yes_or_no_is_wanted(shared_library: Library) -> None:
    for question, wanted in ((QUESTION, False), ("Are Compressor's models 160 times smaller?", True)):
        features = sentence_features(find_evidence(shared_library, question, 6, 450), shared_library.index, None)
        assert np.array_equal(features["place_decides"], features["place"] * wanted)
