"""Which papers deal with a topic: judged by weights, or by rule where a kind of thing or a language is asked for."""

import pytest

from index_store.records import Sentence
from rag.collection.topics.contributions import kind_and_topic, presenting
from rag.collection.topics.members import Member, members
from rag.collection.topics.signals import with_short_form
from rag.collection.topics.topic import Topic
from rag.retrieval.library import Library


def found(library: Library, topic: str) -> list[Member]:
    return members(library.index, topic, library.embedder.embed_query)


def titles(library: Library, topic: str) -> str:
    return " | ".join(member.paper.title for member in found(library, topic))


def test_a_topic_is_judged_by_its_words_and_meaning_the_surest_first(shared_library: Library) -> None:
    on_songs = found(shared_library, "music")
    assert any(member.paper.title.startswith("SongComposer") for member in on_songs)
    assert [m.probability for m in on_songs] == sorted((m.probability for m in on_songs), reverse=True)
    for member in on_songs:
        if member.sentence:
            assert member.paper.abstract[member.sentence.start : member.sentence.end] == member.sentence.text


@pytest.mark.parametrize("topic", ["underwater basket weaving", "it", "the who"])
def test_a_topic_that_no_paper_deals_with_has_no_members(shared_library: Library, topic: str) -> None:
    assert found(shared_library, topic) == []


def test_any_language_but_english_is_told_by_rule(shared_library: Library) -> None:
    listed = titles(shared_library, "languages other than English")
    assert "German" in listed
    assert "Albertina" in listed
    assert "PatrickStar" not in listed


def test_a_kind_is_what_the_authors_bring_not_what_they_use() -> None:
    brings = Sentence("pots", 0, "We present a new dataset of clay pots.", 0, 38)
    uses = Sentence("pots", 0, "We evaluate on a dataset of clay pots.", 0, 38)
    kinds, topic = kind_and_topic("new datasets for pottery")
    assert (kinds, topic) == (frozenset({"~dataset"}), "pottery")
    assert presenting([uses, brings], kinds) is brings
    assert presenting([uses], kinds) is None


def test_a_short_form_that_a_paper_introduces_is_a_further_wording(shared_library: Library) -> None:
    assert with_short_form("low-rank adaptation", shared_library.index) == "low-rank adaptation or LoRA"
    assert with_short_form("robots", shared_library.index) == "robots"


def test_a_topic_holds_the_best_of_its_alternatives(shared_library: Library) -> None:
    topic = Topic("pruning or quantization", shared_library.index)
    assert topic.share_in("Pruning Large Models") == 1.0
    assert topic.share_in("Quantizing Large Models") == 1.0
    assert topic.share_in("Sleeping Habits of Cats") == 0.0
