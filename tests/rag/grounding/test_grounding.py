"""Sentences of an answer against evidence small enough to judge by eye."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from evidence_sentences import evidence_of, matches_of

from index_store.records import Paper
from rag.answer import AnswerSentence, Support
from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import answer_sentences, ground, numbered, supported_sentences
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence

Ground = Callable[..., list[GroundedSentence]]
Grounded = Callable[..., tuple[AnswerSentence, ...]]


@pytest.fixture
def evidence(pots: list[Paper]) -> list[Evidence]:
    return evidence_of(*pots)


@pytest.fixture
def ground_text(embedder: Embedder) -> Ground:
    def ground_text(text: str, evidence: list[Evidence], question: str = "") -> list[GroundedSentence]:
        sentences = answer_sentences(text)
        return ground(sentences, question, evidence, matches_of(sentences, evidence, embedder))

    return ground_text


@pytest.fixture
def grounded(ground_text: Ground) -> Grounded:
    return lambda *args: numbered(supported_sentences(ground_text(*args))).sentences


def test_each_sentence_cites_its_evidence_numbered_in_order(ground_text: Ground, evidence: list[Evidence]) -> None:
    text = "A lid saves 40% of the fuel. A pot of 3 litres boils water in 12 minutes. Lids save fuel."
    result = numbered(ground_text(text, evidence))
    assert result.text == (
        "A lid saves 40% of the fuel [1]. A pot of 3 litres boils water in 12 minutes [2]. Lids save fuel [1]."
    )
    assert [(c.number, c.paper.paper_id, c.quote) for c in result.citations] == [
        (1, "lids", "A lid saves 40% of the fuel."),
        (2, "pots", "A clay pot of 3 litres boils water in 12 minutes."),
    ]
    assert all(c.paper.abstract[c.start : c.end] == c.quote for c in result.citations)
    assert [s.support for s in result.sentences] == ["supported"] * 3


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("Clay pots boil water in 12 minutes.", "supported"),
        ("Clay pots boil water in 21 minutes.", None),  # a number from nowhere
        ("A lid saves 4% of the fuel.", None),
        ("A lid saves 40 minutes of the fuel.", None),
        ("A clay pot does not boil water in 12 minutes.", None),
        ("Kittens sleep shorter.", None),
        ("CopperPot3000 boils water in 12 minutes.", None),  # a name from nowhere
        ("Zeppelins transport passengers across oceans.", None),
        ("Clay pots boil water quickly in 12 sunny minutes.", "partial"),
    ],
)
def test_support(grounded: Grounded, evidence: list[Evidence], sentence: str, support: Support | None) -> None:
    assert [s.support for s in grounded(sentence, evidence)] == ([support] if support else [])


def test_a_short_name_of_the_question_is_not_an_invention_but_not_full_support(
    grounded: Grounded, evidence: list[Evidence]
) -> None:
    sentence = "PM2 boils water in 12 minutes."
    assert grounded(sentence, evidence) == ()
    assert [s.support for s in grounded(sentence, evidence, "How fast is PM2?")] == ["partial"]
    assert grounded("PotMaster boils water in 12 minutes.", evidence, "How fast is PotMaster?") == ()


def test_two_sentences_are_cited_if_one_does_not_cover_it(ground_text: Ground, evidence: list[Evidence]) -> None:
    text = "Cats sleep 15 hours and kittens longer."
    result = numbered(ground_text(text, evidence))
    assert result.text == "Cats sleep 15 hours and kittens longer [1][2]."


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("A lid saves 40% of the fuel, whereas Cats sleep 15 hours.", "supported"),
        ("A lid saves 40% of the fuel, whereas Cats sleep for 15 hours a day.", "supported"),
        ("A lid saves 40% of the fuel and a Clay pot of 3 litres boils water in 12 minutes.", "supported"),
    ],
)
def test_two_papers_are_cited_if_each_supports_its_clause(
    ground_text: Ground, evidence: list[Evidence], sentence: str, support: str
) -> None:
    result = numbered(ground_text(sentence, evidence))
    assert result.text == f"{sentence[:-1]} [1][2]."
    assert [s.support for s in result.sentences] == [support]
    assert len({c.paper.paper_id for c in result.citations}) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "A lid saves 15 hours of the fuel.",  # each number is in some paper, the statement in none
        "A lid saves 40% of the fuel and cats boil water in 15 minutes.",
        "Kittens sleep 12 minutes.",
    ],
)
def test_two_papers_together_do_not_support_what_neither_says(
    grounded: Grounded, evidence: list[Evidence], sentence: str
) -> None:
    assert [s.support for s in grounded(sentence, evidence)] in ([], ["partial"])


def test_markers_and_lists_of_the_model_are_removed() -> None:
    text = "1. Clay is slow [3].\n- Copper is faster [1, 2].\n\nBoth boil [7] water."
    assert answer_sentences(text) == ["Clay is slow.", "Copper is faster.", "Both boil water."]
    assert answer_sentences("") == []


def test_no_evidence_supports_nothing(grounded: Grounded) -> None:
    assert grounded("Clay pots boil water.", []) == ()


@pytest.mark.parametrize(
    ("draft", "sentences"),
    [
        ("![chart](http://pots.example/p.png?q=lid) Lids save fuel.", ["Lids save fuel."]),
        ("Lids [save](http://pots.example/?q=lid) fuel [1].", ["Lids save fuel."]),
        ("![](x)", []),
        ("Lids save E[fuel](pots).", ["Lids save E[fuel](pots)."]),
    ],
)
def test_images_and_the_targets_of_links_are_left_out(draft: str, sentences: list[str]) -> None:
    assert answer_sentences(draft) == sentences


def test_what_a_paper_says_of_its_own_system_is_not_said_of_another(grounded: Grounded, pots: list[Paper]) -> None:
    papers = [
        replace(pots[0], paper_id="one", title="PotNet", abstract="PotNet glazes clay in 64 steps."),
        replace(pots[1], paper_id="other", title="LidNet", abstract="LidNet glazes clay in many steps."),
    ]
    shown = evidence_of(*papers)
    assert [s.support for s in grounded("PotNet glazes clay in 64 steps.", shown)] == ["supported"]
    assert grounded("LidNet glazes clay in 64 steps.", shown, "How many steps has LidNet?") == ()


def test_the_paper_with_most_of_the_names_is_cited(grounded: Grounded, pots: list[Paper]) -> None:
    papers = [
        replace(pots[0], paper_id="one", title="PotNet", abstract="On ClayBench it gains 32.28 points."),
        replace(pots[1], paper_id="other", title="LidNet", abstract="LidNet is tried on ClayBench."),
    ]
    shown = evidence_of(*papers)
    assert grounded("LidNet gains 32.28 points on ClayBench.", shown, "What does LidNet gain on ClayBench?") == ()
    [both] = grounded("PotNet gains 32.28 points on ClayBench, while LidNet is tried on ClayBench.", shown)
    assert (both.citations, both.support) == ((1, 2), "supported")
    assert grounded("A gain of 32.28 points on ClayBench.", shown)[0].support == "supported"
    named = [replace(papers[0], title="Plain", abstract="LidNet and ClayBench: 32.28 points."), papers[1]]
    shown = evidence_of(*named)
    assert grounded("LidNet gains 32.28 points on ClayBench.", shown, "What does LidNet gain on ClayBench?") == ()


def test_a_pronoun_without_an_antecedent_is_only_partly_supported(grounded: Grounded, pots: list[Paper]) -> None:
    papers = [
        replace(
            pots[0], paper_id="one", title="PotNet", abstract="PotNet glazes clay. It gains 32.28 points in kilns."
        ),
        replace(pots[1], paper_id="other", title="LidNet", abstract="LidNet is tried on stoves of the village."),
    ]
    shown = evidence_of(*papers)

    def supports(text: str) -> list[str]:
        return [sentence.support for sentence in grounded(text, shown)]

    assert supports("PotNet glazes clay. It gains 32.28 points in kilns.") == ["supported", "supported"]
    assert supports("It gains 32.28 points in kilns.") == ["partial"]
    assert supports("LidNet is tried on stoves of the village. It gains 32.28 points in kilns.") == [
        "supported",
        "partial",
    ]
    assert supports("PotNet won 3 prizes. It gains 32.28 points in kilns.") == ["partial"]


def test_the_sentence_with_the_number_is_cited_alone_where_the_name_was_asked_about(
    ground_text: Ground, pots: list[Paper]
) -> None:
    abstract = "With a lid PotNet boils 27.3 litres on the ClayBench stove. The ensemble boils 28.22 litres there."
    paper = replace(pots[0], title="Boiling", abstract=abstract)
    shown = evidence_of(paper)
    sentence = "The ensemble of PotNet boils 28.22 litres on the ClayBench stove."
    [cited] = ground_text(sentence, shown, "What does PotNet boil on ClayBench?")
    assert [e.sentence.number for e in cited.evidence] == [1]


def test_a_second_sentence_is_cited_for_what_it_denies(ground_text: Ground, pots: list[Paper]) -> None:
    abstract = "Clay pots with lids boil all the water of a village well. Clay pots boil it without much fuel."
    paper = replace(pots[0], title="Boiling", abstract=abstract)
    shown = evidence_of(paper)
    text = "Clay pots with lids boil all the water of a village well without fuel."
    result = numbered(ground_text(text, shown))
    assert result.text.endswith("[1][2].")
    assert result.sentences[0].support == "supported"


def test_a_negation_elsewhere_does_not_support_that_of_a_sentence(grounded: Grounded, pots: list[Paper]) -> None:
    abstract = "Clay pots boil water in 12 minutes. They do not boil water of the sea or milk."
    paper = replace(pots[0], title="Boiling", abstract=abstract)
    shown = evidence_of(paper)
    assert grounded("Clay pots do not boil water in 12 minutes.", shown) == ()
