"""Calibration, support and risk-coverage by hand on a few cases."""

import pytest
from made import answer, outcome

from eval.asking.runs import Outcome
from eval.reporting.curves import gate_reliability, risk_coverage, support_reliability
from eval.sets.question_set import Case


def judged(probability: float | None, answerable: bool, text: str = "") -> Outcome:
    case = Case("q", "?", answerable, facts=(("yes",),) if answerable else ())
    made = outcome(case, answer(text))
    if probability is None:
        del made.trace["answerable"]
    else:
        made.trace["answerable"] = probability
    return made


def test_reliability_by_hand() -> None:
    known = [(0.02, False), (0.08, True), (0.91, True), (0.93, True), (1.0, False), (None, True)]
    found = gate_reliability([judged(probability, answerable) for probability, answerable in known])
    assert found is not None
    low, high = found.bins  # 0 to 0.1 and 0.9 to 1
    assert (low.probability, low.observed.value, low.observed.cases) == (pytest.approx(0.05), 0.5, 2)
    assert (high.probability, high.observed.value, high.observed.cases) == (pytest.approx(2.84 / 3), 2 / 3, 3)
    assert found.calibration_error == pytest.approx((2 * 0.45 + 3 * (2.84 / 3 - 2 / 3)) / 5)
    assert found.brier == pytest.approx((0.02**2 + 0.92**2 + 0.09**2 + 0.07**2 + 1) / 5)
    assert found.auroc == 3 / 6  # of six pairs: 0.08, 0.91 and 0.93 are above 0.02, none above 1
    assert gate_reliability([judged(None, True)]) is None


@pytest.mark.parametrize("answerable", [True, False])
def test_cases_of_one_kind_have_a_calibration_and_no_auroc(answerable: bool) -> None:
    found = gate_reliability([judged(0.1, answerable), judged(0.8, answerable)])
    assert found is not None
    assert (found.auroc, [b.observed.cases for b in found.bins]) == (None, [1, 1])
    assert found.calibration_error == pytest.approx(0.55 if answerable else 0.45)


def test_risk_and_coverage_by_hand() -> None:
    outcomes = [
        judged(0.9, True, "yes"), judged(0.6, False, "yes"), judged(0.7, True, "yes"), judged(0.8, True, "no"),
        judged(0.1, True), judged(0.2, False),
    ]  # fmt: skip
    found = risk_coverage(outcomes)
    assert found is not None
    assert found.coverage == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6])
    assert found.risk == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])  # right, wrong, right, answered but unanswerable
    assert found.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)
    assert risk_coverage(outcomes[-2:]) is None


def test_support_against_gold_sentences() -> None:
    case = Case("q", "?", True, gold_papers=("p",), gold_sentences=("Clay is slow.",))
    record = answer(
        "a b c", ("a", [1], "supported"), ("b", [2], "supported"), ("c", [1, 2], "partial"),
        cited=[("p", "We find: Clay is slow."), ("p", "Copper is fast.")],
    )  # fmt: skip
    no_gold = outcome(Case("n", "?", False), record)
    found = support_reliability([outcome(case, record), no_gold])
    assert {level: (score.value, score.cases) for level, score in found.items()} == {
        "partial": (1.0, 1),
        "supported": (0.5, 2),
    }
