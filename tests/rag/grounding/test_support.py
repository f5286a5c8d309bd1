"""The support check on sentences small enough to judge by eye."""

import pytest
from evidence_sentences import evidence_of

from index_store.records import Paper
from rag.grounding.support import (
    PARTIAL_FROM,
    SUPPORT,
    SUPPORTED_FROM,
    breaks_a_rule,
    coverage,
    judge,
    probability_supported,
)
from rag.grounding.support_signals import SupportSignals, support_signals
from rag.retrieval.evidence import Evidence

ABSTRACT = (
    "We propose BoilNet, a network that predicts when clay pots boil. BoilNet outperforms PotFormer by 12% on "
    "KitchenBench without labelled data. PanGPT needs 3 seconds."
)


@pytest.fixture
def evidence() -> list[Evidence]:
    paper = Paper("boil", "Predicting When Pots Boil", ABSTRACT)
    return evidence_of(paper)


def signals_of(sentence: str, cited: list[Evidence]) -> SupportSignals:
    return support_signals(sentence, cited, 0.9)


def test_a_quotation_has_the_best_of_every_signal(evidence: list[Evidence]) -> None:
    assert signals_of(evidence[1].sentence.text, evidence[1:2]) == SupportSignals(
        cosine=0.9, gap=0, order=1, attached=1, borrowed=0, numbers=0, names=0, reversed=0
    )


def test_words_that_are_not_there_make_a_gap(evidence: list[Evidence]) -> None:
    found = signals_of("BoilNet outperforms PotFormer in sunny mountain skies.", evidence[1:2])
    assert found.gap == pytest.approx(3 / 6)


def test_a_number_is_covered_however_it_is_written() -> None:
    paper = Paper("many", "Pots", "A collection of <1M pots.")
    (few,) = evidence_of(paper)
    assert coverage("It has 1 million pots.", "How many pots has it?", [few]) == 1.0


def test_words_of_the_question_make_no_gap_but_where_there_is_nothing_else(evidence: list[Evidence]) -> None:
    sentence, question = "The quick brown kettle is BoilNet.", "Which quick brown kettle is meant?"
    assert support_signals(sentence, evidence[1:2], 0.5).gap == pytest.approx(3 / 6)
    assert support_signals(sentence, evidence[1:2], 0.5, question).gap == 0
    assert support_signals("The quick brown kettle.", evidence[1:2], 0.5, question).gap == pytest.approx(3 / 6)


def test_names_that_change_places_lose_their_order(evidence: list[Evidence]) -> None:
    kept = signals_of("BoilNet outperforms PotFormer on KitchenBench.", evidence[1:2])
    swapped = signals_of("PotFormer outperforms BoilNet on KitchenBench.", evidence[1:2])
    assert swapped.order < kept.order == 1
    assert swapped.gap == kept.gap == 0


def test_a_name_of_a_further_sentence_is_borrowed_and_badly_attached(evidence: list[Evidence]) -> None:
    found = signals_of("PanGPT outperforms PotFormer by 12% on KitchenBench.", evidence[1:])
    assert found.borrowed == 1
    assert found.attached == 0
    assert signals_of("BoilNet outperforms PotFormer by 12%.", evidence[1:]).borrowed == 0


@pytest.mark.parametrize(
    ("sentence", "signal", "support"),
    [
        ("BoilNet outperforms PotFormer by 21%.", "numbers", "unsupported"),
        ("BoilNet outperforms PotFormer by 12 seconds.", "numbers", "unsupported"),
        ("PotBERT outperforms PotFormer by 12%.", "names", "unsupported"),
        ("On average, Amsterdam outperforms PotFormer by 12%.", "names", "partial"),
        ("BoilNet underperforms PotFormer by 12%.", "reversed", "unsupported"),
        ("BoilNet does not outperform PotFormer.", "reversed", "unsupported"),
        ("BoilNet outperforms PotFormer with labelled data.", "reversed", "unsupported"),
    ],
)
def test_a_false_literal_is_never_supported(evidence: list[Evidence], sentence: str, signal: str, support: str) -> None:
    found = signals_of(sentence, evidence[1:2])
    assert getattr(found, signal) == 1
    assert breaks_a_rule(found)
    assert judge(sentence, "", evidence[1:2], 1.0)[0] == support


def test_a_name_in_the_place_of_another_is_never_supported() -> None:
    paper = Paper("pan", "PanGPT Predicts When Pots Boil", ABSTRACT)
    evidence = evidence_of(paper)
    sentence = "{} outperforms PotFormer by 12% on KitchenBench without labelled data."
    assert judge(sentence.format("BoilNet"), "", evidence[1:2], 1.0)[0] == "supported"
    assert judge(sentence.format("PanGPT"), "", evidence[1:2], 1.0)[0] == "partial"


@pytest.mark.parametrize(
    ("more", "support"),
    [
        ("", "supported"),
        (" when pots boil cheaply", "supported"),
        (" cheaply", "partial"),
        (" and saves heat", "partial"),
    ],
)
def test_what_only_the_question_says_is_not_supported(evidence: list[Evidence], more: str, support: str) -> None:
    sentence = f"BoilNet outperforms PotFormer by 12% on KitchenBench without labelled data{more}."
    assert judge(sentence, "Which network saves heat cheaply?", evidence[1:2], 1.0)[0] == support


@pytest.mark.parametrize(
    ("question", "sentence", "support"),
    [
        ("Does BoilNet say when clay pots boil?", "Yes, BoilNet says when clay pots boil.", "partial"),
        (
            "Is BoilNet a network that tells cooks the hour?",
            "Yes, BoilNet is a network that tells cooks the hour.",
            "unsupported",
        ),
        (
            "Is BoilNet a network that tells cooks the hour?",
            "BoilNet is a network that tells cooks the hour.",
            "unsupported",
        ),
        ("Does BoilNet tell the hour?", "Yes, BoilNet, a network, predicts when clay pots boil.", "supported"),
        ("Is it a network that tells cooks the hour?", "Clay pots or a network tells cooks the hour.", "partial"),
        ("Which network tells cooks the hour?", "BoilNet is a network that tells cooks the hour.", "partial"),
    ],
)
def test_a_yes_in_the_words_of_the_question_alone_is_not_shown(
    evidence: list[Evidence], question: str, sentence: str, support: str
) -> None:
    assert judge(sentence, question, evidence[:1], 1.0)[0] == support


def test_the_first_of_two_that_only_the_question_counts_is_not_supported() -> None:
    paper = Paper("less", "Pots", "BoilNet needs 3 litres of water on KitchenBench. The second stage needs 2 litres.")
    first, second = evidence_of(paper)
    question = "How much water does the first need, and how much the second?"
    assert judge("BoilNet needs 3 litres of water on KitchenBench.", question, [first], 1.0)[0] == "supported"
    assert judge("The first, BoilNet, needs 3 litres of water on KitchenBench.", question, [first], 1.0)[0] == "partial"
    assert judge("The second stage needs 2 litres.", question, [second], 1.0)[0] == "supported"


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("BoilNet is two times faster than PotFormer.", True),
        ("PotFormer is slower than BoilNet.", True),
        ("BoilNet is half as fast as PotFormer.", False),
        ("BoilNet is three times as fast as PotFormer.", False),
    ],
)
def test_a_comparison_is_shown_in_other_words_but_not_turned_round(sentence: str, shown: bool) -> None:
    evidence = evidence_of(Paper("fast", "Pots", "BoilNet is twice as fast as PotFormer."))
    assert (judge(sentence, "", evidence, 0.9)[0] != "unsupported") == shown


def test_a_bound_said_as_a_number_is_not_supported() -> None:
    paper = Paper("less", "Pots", "BoilNet needs fewer than 3 litres of water on KitchenBench.")
    evidence = evidence_of(paper)
    assert judge("BoilNet needs fewer than 3 litres of water.", "", evidence, 1.0)[0] == "supported"
    assert judge("BoilNet needs 3 litres of water.", "", evidence, 1.0)[0] == "partial"


@pytest.mark.parametrize(
    ("asked", "support"),
    [
        ("PotBERT", "unsupported"),  # another system
        ("BiolNet", "partial"),  # misspelt
        ("PB2", "partial"),  # short for what the abstract may write out
        ("BoilNet-like", "partial"),
    ],
)
def test_what_is_said_of_a_system_of_the_question_is_shown_only_where_the_paper_may_mean_it(
    evidence: list[Evidence], asked: str, support: str
) -> None:
    sentence = f"{asked} outperforms PotFormer by 12% on KitchenBench without labelled data."
    assert judge(sentence, f"Is {asked} better?", evidence[1:2], 1.0)[0] == support


def test_what_is_said_of_a_longer_name_is_not_shown_of_the_name_it_ends_in() -> None:
    paper = Paper("two", "Pots", "On GraphBoilNet it takes 3 seconds. On BoilNet-style pots it takes 5 seconds.")
    graph, style = evidence_of(paper)
    question = "How long does it take on BoilNet?"
    assert judge("It takes 3 seconds on BoilNet.", question, [graph], 1.0)[0] == "unsupported"
    assert judge("It takes 3 seconds on GraphBoilNet.", question, [graph], 1.0)[0] == "supported"
    assert judge("It takes 5 seconds on BoilNet.", question, [style], 1.0)[0] != "unsupported"


@pytest.mark.parametrize(
    "sentence",
    [
        "BoilNet outperforms PotFormer by 12 percent on KitchenBench.",
        "The authors propose BoilNet, a network that predicts when clay pots boil.",
        "BoilNet predicts when clay pots boil.",
    ],
)
def test_what_an_abstract_says_in_other_clothes_is_supported(evidence: list[Evidence], sentence: str) -> None:
    supports = [judge(sentence, "", [cited], 0.85)[0] for cited in evidence]
    assert "supported" in supports


def test_probability_grows_with_what_is_held(evidence: list[Evidence]) -> None:
    said, half = "BoilNet outperforms PotFormer by 12%.", "BoilNet outperforms PotFormer on sunny mountain holidays."
    assert probability_supported(signals_of(said, evidence[1:2])) > probability_supported(
        signals_of(half, evidence[1:2])
    )


def test_the_constants_belong_together() -> None:
    assert set(SUPPORT.weights) <= set(SupportSignals.__dataclass_fields__)
    assert 0 < PARTIAL_FROM < SUPPORTED_FROM < 1
