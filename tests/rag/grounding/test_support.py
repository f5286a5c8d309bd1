"""The support check on sentences small enough to judge by eye."""

from collections.abc import Callable

import pytest
from evidence_sentences import evidence_of, matches_of

from index_store.records import Paper
from rag.answer import Support
from rag.grounding.support import SUPPORT, coverage, is_refuted, judge
from rag.grounding.support_signals import SupportSignals, support_signals
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence

ABSTRACT = (
    "We propose BoilNet, a network that predicts when clay pots boil. BoilNet outperforms PotFormer by 12% on "
    "KitchenBench without labelled data. PanGPT needs 3 seconds."
)
Judge = Callable[..., Support]


@pytest.fixture
def evidence() -> list[Evidence]:
    return evidence_of(Paper("boil", "Predicting When Pots Boil", ABSTRACT))


@pytest.fixture
def judged(embedder: Embedder) -> Judge:
    def judged(sentence: str, cited: list[Evidence], question: str = "") -> Support:
        [match] = matches_of([sentence], cited, embedder)
        return judge(sentence, question, cited, match.nearness)[0]

    return judged


def signals_of(sentence: str, cited: list[Evidence], question: str = "", **nearness: float) -> SupportSignals:
    return support_signals(sentence, cited, list(nearness.items()), question)


def test_a_quotation_has_the_best_of_every_signal(evidence: list[Evidence]) -> None:
    assert signals_of(evidence[1].sentence.text, evidence[1:2], boilnet=0.9) == SupportSignals(
        weakest=1, echoed=1, ordered=1, swapped=0, names=0
    )


def test_the_weakest_word_is_the_farthest_that_only_the_answer_has(evidence: list[Evidence]) -> None:
    near = {"boilnet": 0.5, "beat": 0.7, "kettl": 0.2}
    said = "BoilNet beats kettles."
    assert signals_of(said, evidence[1:2], **near).weakest == 0.2
    asked = signals_of(said, evidence[1:2], "Which kettles?", **near)
    assert (asked.weakest, asked.echoed) == (0.7, 0.2)


def test_words_in_another_order_are_not_in_order(evidence: list[Evidence]) -> None:
    kept = signals_of("BoilNet outperforms PotFormer on KitchenBench.", evidence[1:2])
    turned = signals_of("On KitchenBench PotFormer outperforms BoilNet.", evidence[1:2])
    assert turned.ordered < kept.ordered == 1


def test_a_number_is_covered_however_it_is_written() -> None:
    [few] = evidence_of(Paper("many", "Pots", "A collection of <1M pots."))
    assert coverage("It has 1 million pots.", "How many pots has it?", [few]) == 1.0


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Yes, BoilNet is slower than PotFormer.", False),  # only the question says so
        ("BoilNet is slower than PotFormer.", False),
        ("Yes, BoilNet outperforms PotFormer.", True),
    ],
)
def test_a_yes_in_words_that_only_the_question_has_is_not_shown(
    judged: Judge, evidence: list[Evidence], sentence: str, shown: bool
) -> None:
    question = "Is BoilNet slower than PotFormer?" if "slower" in sentence else "Does BoilNet outperform PotFormer?"
    assert is_refuted(sentence, question, evidence[1:2]) is not shown
    assert (judged(sentence, evidence[1:2], question) == "unsupported") is not shown


@pytest.mark.parametrize(
    "sentence",
    [
        "BoilNet outperforms PotFormer by 21%.",
        "BoilNet outperforms PotFormer by 12 seconds.",
        "PotBERT outperforms PotFormer by 12%.",
        "BoilNet underperforms PotFormer by 12%.",
        "BoilNet does not outperform PotFormer.",
        "BoilNet outperforms PotFormer with labelled data.",
    ],
)
def test_what_is_refuted_is_not_shown(judged: Judge, evidence: list[Evidence], sentence: str) -> None:
    assert is_refuted(sentence, "", evidence[1:2])
    assert judged(sentence, evidence[1:2]) == "unsupported"


def test_a_number_of_another_thing_is_not_shown(judged: Judge) -> None:
    shown = evidence_of(Paper("two", "Pots", "BoilNet and PotFormer boil 4.31 and 4.15 litres, respectively."))
    assert judged("BoilNet boils 4.31 litres.", shown) == "supported"
    assert judged("PotFormer boils 4.31 litres.", shown) == "unsupported"


def test_a_name_in_the_place_of_another_is_never_supported(judged: Judge) -> None:
    evidence = evidence_of(Paper("pan", "PanGPT Predicts When Pots Boil", ABSTRACT))
    sentence = "{} outperforms PotFormer by 12% on KitchenBench without labelled data."
    assert judged(sentence.format("BoilNet"), evidence[1:2]) == "supported"
    assert judged(sentence.format("PanGPT"), evidence[1:2]) != "supported"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is BoilNet a network that tells cooks the hour?", "Yes, BoilNet is a network that tells cooks the hour."),
        ("Which network tells cooks the hour?", "BoilNet is a network that tells cooks the hour."),
        ("Does BoilNet brew strong coffee?", "Yes, BoilNet brews strong coffee in the morning."),
    ],
)
def test_what_only_the_question_says_is_not_supported(
    judged: Judge, evidence: list[Evidence], question: str, sentence: str
) -> None:
    assert judged(sentence, evidence[:1], question) != "supported"


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("BoilNet is two times faster than PotFormer.", True),
        ("PotFormer is slower than BoilNet.", True),
        ("BoilNet is half as fast as PotFormer.", False),
        ("BoilNet is three times as fast as PotFormer.", False),
    ],
)
def test_a_comparison_is_shown_in_other_words_but_not_turned_round(judged: Judge, sentence: str, shown: bool) -> None:
    evidence = evidence_of(Paper("fast", "Pots", "BoilNet is twice as fast as PotFormer."))
    assert (judged(sentence, evidence) != "unsupported") == shown


@pytest.mark.parametrize(
    ("asked", "refuted"),
    [
        ("PotBERT", True),  # another system
        ("BiolNet", False),  # misspelt
        ("PB2", False),  # short for what the abstract may write out
        ("BoilNet-like", False),
    ],
)
def test_what_is_said_of_a_system_of_the_question_is_shown_only_where_the_paper_may_mean_it(
    evidence: list[Evidence], asked: str, refuted: bool
) -> None:
    sentence = f"{asked} outperforms PotFormer by 12% on KitchenBench without labelled data."
    assert is_refuted(sentence, f"Is {asked} better?", evidence[1:2]) == refuted


def test_what_is_said_of_a_longer_name_is_not_shown_of_the_name_it_ends_in(judged: Judge) -> None:
    paper = Paper("two", "Pots", "On GraphBoilNet it takes 3 seconds. On BoilNet-style pots it takes 5 seconds.")
    graph, style = evidence_of(paper)
    question = "How long does it take on BoilNet?"
    assert judged("It takes 3 seconds on BoilNet.", [graph], question) == "unsupported"
    assert judged("It takes 3 seconds on GraphBoilNet.", [graph], question) == "supported"
    assert judged("It takes 5 seconds on BoilNet.", [style], question) != "unsupported"


@pytest.mark.parametrize(
    "sentence",
    [
        "BoilNet outperforms PotFormer by 12 percent on KitchenBench.",
        "The authors propose BoilNet, a network that predicts when clay pots boil.",
        "BoilNet predicts when clay pots boil.",
    ],
)
def test_what_an_abstract_says_in_other_clothes_is_supported(
    judged: Judge, evidence: list[Evidence], sentence: str
) -> None:
    assert "supported" in [judged(sentence, [cited]) for cited in evidence]


def test_the_file_of_the_fit_and_the_signals_belong_together() -> None:
    assert set(SUPPORT.weights) == set(SupportSignals.__dataclass_fields__)
    assert 0 < SUPPORT.bounds["shown"] < SUPPORT.bounds["supported"] < 1
