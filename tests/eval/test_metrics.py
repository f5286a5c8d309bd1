"""Every metric against figures computed by hand, and against the libraries that compute the same thing."""

import random
from typing import Any

import ir_measures
import pytest
from ir_measures import RR, R
from made import answer
from sklearn.metrics import precision_recall_fscore_support

from eval.metrics import BETTER, METRICS, measure
from eval.metrics.refusal_metrics import REFUSAL_SCORES, refusal_scores
from eval.metrics.text_metrics import f1
from eval.sets.question_set import Case

FACTS = Case("q", "?", True, facts=(("12 minutes", "twelve minutes"), ("clay",)))
GOLD = Case("q", "?", True, gold_papers=("a", "B"), borderline=("c",), gold_sentences=("A pot boils.", "Lids help."))
NO_ANSWER = Case("n", "?", False, near=("a",))
REFUSAL = answer()


def value(name: str, case: Case, record: dict[str, Any]) -> float | None:
    found = METRICS[name](case, record)
    assert measure(case, record).get(name) == found  # absent, never null
    return found


@pytest.mark.parametrize(
    ("case", "record", "expected"),
    [
        (FACTS, answer("In clay, twelve minutes [1]."), 1),
        (FACTS, answer("In copper, 12 minutes [1]."), 0),
        (FACTS, answer("In clay, 12 minutes.", status="partial"), 1),
        (FACTS, answer("Clay, 12 minutes.", status="abstained"), 0),
        (GOLD, answer("A pot."), None),
        (NO_ANSWER, answer("A pot."), None),
    ],
)
def test_right(case: Case, record: dict, expected: float | None) -> None:
    assert value("right", case, record) == expected


@pytest.mark.parametrize(
    ("case", "record", "expected"),
    [
        # gold: pot boils lids help (articles and full stops go); answer: pot boils water. 2 * 2 / (3 + 4)
        (GOLD, answer("The pot boils water [1]."), 4 / 7),
        (GOLD, answer("A pot boils [1]. Lids help [2]."), 1),
        (GOLD, answer("A pot, a pot, a pot!"), 2 / 7),  # the second and third pot are no hit
        (GOLD, answer("Cats sleep."), 0),
        (GOLD, REFUSAL, 0),
        (FACTS, answer("In clay."), None),
        (NO_ANSWER, answer("In clay."), None),
    ],
)
def test_token_f1(case: Case, record: dict, expected: float | None) -> None:
    found = value("f1", case, record)
    assert found == (None if expected is None else pytest.approx(expected))


def test_f1_of_nothing_in_nothing_is_one() -> None:
    assert (f1([], []), f1(["a"], []), f1([], ["a"])) == (1, 0, 0)


CITED = [("a", "A pot boils."), ("b", "Something else."), ("c", "Borderline."), ("d", "Wrong paper.")]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        # by paper: a and b are gold (B is b's title), c is borderline, d is wrong; by sentence: only the first quote
        ([[1]], (1, 1, 1, 1)),
        ([[1, 2]], (1, 1, 1 / 2, 1)),
        ([[1, 4]], (1 / 2, 1, 1 / 2, 1)),
        ([[1], [4]], (1 / 2, 1 / 2, 1 / 2, 1 / 2)),
        ([[1], [1], [4]], (2 / 3, 2 / 3, 2 / 3, 2 / 3)),  # a citation counts in every sentence that makes it
        ([[1], [3]], (1, 1, 1, 1)),  # the borderline one counts neither way
        ([[1, 3], [3, 4]], (1 / 2, 1 / 2, 1 / 2, 1 / 2)),
        ([[1], []], (1, 1 / 2, 1, 1 / 2)),  # a sentence that cites nothing lacks a citation
        ([[3]], (None, None, None, None)),
        ([[]], (None, 0, None, 0)),
    ],
)
def test_citation_precision_and_recall(statements: list, expected: tuple) -> None:
    record = answer("Text.", *(("S.", numbers, "supported") for numbers in statements), cited=CITED)
    names = ("paper_precision", "paper_recall", "sentence_precision", "sentence_recall")
    assert tuple(value(name, GOLD, record) for name in names) == pytest.approx(expected, nan_ok=True)
    assert not set(names) & measure(FACTS, record).keys()
    assert not set(names) & measure(GOLD, REFUSAL).keys()


@pytest.mark.parametrize(
    ("quote", "expected"), [("pot boils", 1), ("On fire. A pot boils. It does.", 1), ("A pot boils over.", 0)]
)
def test_a_quote_is_gold_when_it_holds_or_lies_in_a_gold_sentence(quote: str, expected: float) -> None:
    record = answer("Text.", ("S.", [1], "supported"), cited=[("a", quote)])
    assert value("sentence_precision", GOLD, record) == expected


def test_unsupported_rate_counts_what_is_not_wholly_supported() -> None:
    supports = ("supported", "supported", "partial", "unsupported")
    assert value("unsupported_rate", NO_ANSWER, answer("T.", *(("S.", [], support) for support in supports))) == 0.5
    assert value("unsupported_rate", NO_ANSWER, answer("T.", ("S.", [], "supported"))) == 0
    assert value("unsupported_rate", NO_ANSWER, REFUSAL) is None


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("It takes 12 minutes and 3 litres.", [1])], 1),
        ([("It takes 12 minutes and 4 litres.", [1])], 1 / 2),
        ([("It takes 12 minutes.", [1]), ("It saves 40% of 1,000 pots, not 41%.", [2])], 3 / 4),
        ([("It saves 40.", [2])], 0),  # 40% is another number
        ([("It takes 12 minutes.", [2])], 0),  # the number is in another quote
        ([("It takes 99 minutes.", [])], None),  # no citation, no claim of fidelity
        ([("It boils.", [1])], None),
    ],
)
def test_numeric_fidelity(statements: list, expected: float | None) -> None:
    cited = [("a", "A pot of 3 litres boils in 12 minutes."), ("b", "It saves 40% of 1000 pots.")]
    record = answer("T.", *((text, numbers, "supported") for text, numbers in statements), cited=cited)
    assert value("numeric_fidelity", NO_ANSWER, record) == expected


def test_refusals() -> None:
    names = ("refused", "answered_when_answerable", "refused_when_unanswerable")
    table = {
        (FACTS, False): (0, 1, None), (FACTS, True): (1, 0, None),
        (NO_ANSWER, False): (0, None, 0), (NO_ANSWER, True): (1, None, 1),
    }  # fmt: skip
    for (case, refused), expected in table.items():
        assert tuple(value(name, case, REFUSAL if refused else answer("A.")) for name in names) == expected


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (["a", "b"], 1),
        (["a"], 2 / 3),
        (["a", "d"], 1 / 2),
        (["a", "c"], 2 / 3),  # the borderline one counts neither way
        (["a", "a", "b"], 1),  # two quotes of one paper
        (["d"], 0),
        ([], 0),
    ],
)
def test_list_f1(cited: list[str], expected: float) -> None:
    record = answer("T." if cited else "", cited=[(name, "Quote.") for name in cited])
    assert value("list_f1", GOLD, record) == pytest.approx(expected)
    assert value("list_f1", Case("q", "?", True, gold_papers=("a",)), record) is None


def test_must_not() -> None:
    case = Case("n", "?", False, must_not=("BANANA",))
    assert value("must_not", case, answer("A banana!")) == 1
    assert value("must_not", case, answer("An apple.")) == 0
    assert value("must_not", FACTS, answer("A banana!")) is None


@pytest.mark.parametrize(
    ("found", "recall", "rank"),
    [
        (["a", "b", "d"], 1, 1),
        (["d", "a", "e"], 1 / 2, 1 / 2),
        (["c", "a", "b"], 1, 1),  # the borderline one is taken out first
        (["d", "e", "f", "g", "c", "a", "b"], 1 / 2, 1 / 5),
        (["d", "e"], 0, 0),
        ([], None, None),
    ],
)
def test_ranks(found: list[str], recall: float | None, rank: float | None) -> None:
    record = answer("T.", found=found)
    assert (value("R@5", GOLD, record), value("RR", GOLD, record)) == (recall, rank)
    assert value("RR", NO_ANSWER, record) is None


def test_ranks_are_those_of_ir_measures() -> None:
    generator = random.Random(4)
    papers = [f"p{number}" for number in range(12)]
    for _ in range(40):
        gold = generator.sample(papers, generator.randint(1, 8))
        found = generator.sample(papers, generator.randint(1, 10))
        qrels = [ir_measures.Qrel("q", name, 1) for name in gold]
        ranking = [ir_measures.ScoredDoc("q", name, -float(rank)) for rank, name in enumerate(found)]
        theirs = ir_measures.calc_aggregate([R @ 5, RR], qrels, ranking)
        case, record = Case("q", "?", True, gold_papers=tuple(gold)), answer("T.", found=found)
        assert value("R@5", case, record) == pytest.approx(theirs[R @ 5])
        assert value("RR", case, record) == pytest.approx(theirs[RR])


def test_times_are_in_seconds_and_absent_where_nothing_happened() -> None:
    times = ("retrieve_seconds", "first_words_seconds", "seconds")
    assert [value(name, FACTS, answer("A.")) for name in times] == [0.01, 1.5, 2.0]
    assert [value(name, FACTS, answer(timings=(None, None, 30))) for name in times] == [None, None, 0.03]


def test_refusal_scores_by_hand() -> None:
    # three unanswerable of which two are refused, and one answerable refused: 2 of 3 both ways
    judged = [(True, True), (True, True), (True, False), (False, True), (False, False)]
    assert refusal_scores(judged) == pytest.approx(dict.fromkeys(REFUSAL_SCORES, 2 / 3))
    assert refusal_scores([(True, False)]) == {"refusal_recall": 0, "refusal_f1": 0}
    assert refusal_scores([(False, True)]) == {"refusal_precision": 0}
    assert refusal_scores([(False, False)]) == {}
    assert refusal_scores([]) == {}


def test_refusal_scores_are_those_of_scikit_learn() -> None:
    generator = random.Random(5)
    for _ in range(40):
        judged = [(generator.random() < 0.4, generator.random() < 0.5) for _ in range(30)]
        due, done = zip(*judged, strict=True)
        theirs = precision_recall_fscore_support(due, done, average="binary")[:3]
        assert tuple(refusal_scores(judged)[name] for name in REFUSAL_SCORES) == pytest.approx(theirs)


def test_which_way_is_better_is_known_of_all_but_times_and_refused() -> None:
    undecided = {name for name in METRICS if name not in BETTER}
    assert undecided == {"refused", "seconds", "first_words_seconds", "retrieve_seconds"}
    assert {name for name, way in BETTER.items() if way == "lower"} == {"unsupported_rate", "must_not"}
    assert all(METRICS[name].__doc__ for name in METRICS)
