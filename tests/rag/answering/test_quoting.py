"""Which sentence is quoted: by where the model looked, what it wrote, and whether the question names its paper."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag.answer import Support
from rag.answering.quoting import to_quote
from rag.answering.reading import Reading
from rag.grounding.attribution import GroundedSentence
from rag.retrieval.evidence import Evidence

PAPER = Paper(
    "kettles", "Kettles", "A copper kettle whistles as soon as its steam is dense. Lids save fuel. Clay is cheap."
)
WHISTLE, LIDS, CLAY = evidence_of(PAPER)
QUESTION = "When does the metal pot make its noise?"
VAGUE = "The metal pot makes its noise when the water is ready."


def quoted(said: Sequence[GroundedSentence], *looks: float, described: bool = True) -> Evidence | None:
    return to_quote(said, Reading((WHISTLE, LIDS, CLAY), 3.0, (looks,)), QUESTION, described)


def saying(sentence: str, *evidence: Evidence, support: Support = "partial") -> list[GroundedSentence]:
    return [GroundedSentence(sentence, evidence, support, 0.5)]


@pytest.mark.parametrize(
    ("looks", "of_described", "of_named"),
    [
        ((0.5, 0.4, 0.1), WHISTLE, WHISTLE),  # most of all
        ((0.31, 0.2, 0.1), WHISTLE, None),  # far more than the next
        ((0.29, 0.2, 0.1), None, None),
        ((0.19, 0.1, 0.1), None, None),  # far more, and little
    ],
)
def test_alone_a_sentence_is_quoted_that_was_looked_at_far_more_than_any_other(
    looks: tuple[float, ...], of_described: Evidence | None, of_named: Evidence | None
) -> None:
    nothing_borne = saying("Planes are late.", CLAY, support="unsupported")
    for said in ([], nothing_borne):
        assert quoted(said, *looks) == of_described
        assert quoted(said, *looks, described=False) == of_named


def test_of_what_is_asked_of_several_papers_alike_a_sentence_ahead_is_quoted_alone_and_beside_nothing() -> None:
    def shared(said: Sequence[GroundedSentence]) -> Evidence | None:
        reading = Reading((WHISTLE, LIDS, CLAY), 3.0, ((0.4, 0.25, 0.2),))
        return to_quote(said, reading, "When do pots and kettles whistle?", described=False, shared=True)

    assert shared([]) == WHISTLE
    assert shared(saying(VAGUE, WHISTLE)) is None


def test_what_a_vague_answer_leaves_out_is_quoted_beside_it() -> None:
    assert quoted(saying(VAGUE, WHISTLE), 0.4, 0.3, 0.3) == WHISTLE
    assert quoted(saying(VAGUE, WHISTLE), 0.39, 0.3, 0.3) is None  # not looked at above all
    assert quoted(saying(VAGUE, WHISTLE), 0.4, 0.3, 0.3, described=False) is None


def test_beside_what_is_supported_nothing_is_quoted() -> None:
    assert quoted([GroundedSentence("It whistles.", (WHISTLE,), "partial", 0.9)], 0.4, 0.3, 0.3) is None
    assert quoted([GroundedSentence("It whistles.", (WHISTLE,), "partial", 0.5)], 0.4, 0.3, 0.3) == WHISTLE


def test_what_an_answer_tells_is_not_quoted_beside_it() -> None:
    told = saying("It whistles as soon as the steam of the copper is dense.", WHISTLE)
    assert quoted(told, 0.4, 0.3, 0.3) is None


def test_what_was_looked_at_far_more_than_what_is_cited_is_quoted_whatever_is_asked() -> None:
    for described in (True, False):
        assert (
            quoted(saying("Lids save fuel.", LIDS, support="supported"), 0.3, 0.12, 0.1, described=described) == WHISTLE
        )
        assert quoted(saying("Lids save fuel.", LIDS, support="supported"), 0.3, 0.13, 0.1, described=described) is None


def test_what_a_yes_rests_on_is_quoted_in_its_place() -> None:
    def quoted(sentence: str, probability: float) -> Evidence | None:
        said = [GroundedSentence(sentence, (WHISTLE,), "unsupported", probability)]
        reading = Reading((WHISTLE, LIDS, CLAY), 3.0, ((0.3, 0.3, 0.3),))
        return to_quote(said, reading, "Does the metal pot make a noise?", described=False)

    assert quoted("Yes, the metal pot makes a noise.", 0.5) == WHISTLE
    assert quoted("Yes, the metal pot makes a noise.", 0.3) is None
    assert quoted("The dense steam of the metal pot makes a noise.", 0.5) is None  # says more


def test_nothing_is_quoted_where_the_model_does_not_tell_where_it_looks() -> None:
    for said in ([], saying(VAGUE, WHISTLE)):
        assert to_quote(said, Reading((WHISTLE, LIDS, CLAY), 3.0, None), QUESTION, True) is None


def test_a_draft_that_contradicts_its_evidence_is_not_replaced() -> None:
    against = saying("Lids do not save fuel.", LIDS, support="unsupported")
    assert quoted(against, 0.9, 0.1, 0.0) is None


def test_of_a_paper_that_the_question_does_not_name_nothing_is_quoted_where_another_is_named() -> None:
    named = evidence_of(replace(PAPER, title="PotNet, a kettle"))
    reading = Reading((WHISTLE, *named), 3.0, ((0.6, 0.3, 0.1, 0.0),))
    assert to_quote([], reading, "When does PotNet whistle?", described=False) is None
    assert to_quote([], reading, "When does it whistle?", described=False) == WHISTLE
    other = Reading((named[0], WHISTLE), 3.0, ((0.6, 0.4),))
    assert to_quote([], other, "When does PotNet whistle?", described=False) == named[0]
