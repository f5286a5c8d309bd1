"""Which papers deal with a topic, by weights fitted on topics of three collections."""

import numpy as np
import pytest

from rag.collection.members import Member, best_list, members
from rag.retrieval.library import Library


def found(library: Library, topic: str) -> list[Member]:
    return members(library.index, library.embedder.read_query(topic))


def test_the_papers_on_a_topic_come_surest_first_each_with_a_sentence_of_its_own(shared_library: Library) -> None:
    on_songs = found(shared_library, "music")
    assert any(member.paper.title.startswith("SongComposer") for member in on_songs)
    assert [m.probability for m in on_songs] == sorted((m.probability for m in on_songs), reverse=True)
    for member in on_songs:
        assert member.sentence
        assert member.paper.abstract[member.sentence.start : member.sentence.end] == member.sentence.text


@pytest.mark.parametrize("topic", ["underwater basket weaving", "it", "the who"])
def test_a_topic_that_no_paper_deals_with_has_no_members(shared_library: Library, topic: str) -> None:
    assert found(shared_library, topic) == []


def test_the_list_with_the_highest_expected_f1_is_taken() -> None:
    sure = np.array([0.1, 0.9, 0.02, 0.8])
    assert best_list(sure, any_=0.9).tolist() == [1, 3]
    assert best_list(np.full(4, 0.3), any_=0.9).tolist() == [0, 1, 2, 3]
    assert best_list(sure, any_=0.4).tolist() == []
    assert best_list(np.zeros(0), any_=0.9).tolist() == []
