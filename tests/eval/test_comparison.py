"""Two runs compared: figures by hand, which direction is better, and the exit codes for a CI."""

from collections.abc import Callable
from pathlib import Path

import pytest
from made import answer, outcome, run_in

from eval.asking.runs import Outcome, Run
from eval.comparing.comparison import Comparison, Difference, compare
from eval.comparing.comparison_text import comparison_text
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError

FACT = (("x",),)


def answerable(count: int, right: int, seconds: float = 1) -> list[Outcome]:
    """Return outcomes of cases q0, q1, … of which the first `right` are right."""
    return [
        outcome(Case(f"q{n}", f"Why {n}?", True, "", facts=FACT), answer("x" if n < right else "y"), seconds=seconds)
        for n in range(count)
    ]


def unanswerable(count: int, refused: int) -> list[Outcome]:
    return [
        outcome(Case(f"n{n}", f"Who {n}?", False), answer("" if n < refused else "y", ("y", [], "supported")))
        for n in range(count)
    ]


def compared(tmp_path: Path, before: list[Outcome], after: list[Outcome]) -> Comparison:
    return compare(run_in(tmp_path / "before", before), run_in(tmp_path / "after", after))


def metric_of(comparison: Comparison, metric: str) -> Difference:
    (found,) = [difference for difference in comparison.differences if difference.metric == metric]
    return found


def test_a_metric_that_got_worse_beyond_its_interval(tmp_path: Path) -> None:
    comparison = compared(tmp_path, answerable(40, right=30), answerable(40, right=15))
    right = metric_of(comparison, "right")
    assert (right.cases, right.before, right.after, right.trend) == (40, 0.75, 0.375, "worse")
    assert right.low < -0.375 < right.high < 0
    assert [difference.metric for difference in comparison.regressions] == ["right"]
    assert {change.before.case.id for change in comparison.changes} == {f"q{n}" for n in range(15, 30)}
    assert {(c.before.verdict, c.after.verdict) for c in comparison.changes} == {("right", "wrong")}


def test_the_same_runs_differ_in_nothing(tmp_path: Path) -> None:
    outcomes = answerable(20, right=10) + unanswerable(10, refused=5)
    comparison = compared(tmp_path, outcomes, outcomes)
    assert comparison.cases == 30
    assert all((d.low, d.high, d.trend) == (0, 0, "") for d in comparison.differences)
    assert not comparison.changes


def test_one_case_of_many_is_within_the_interval(tmp_path: Path) -> None:
    right = metric_of(compared(tmp_path, answerable(40, right=30), answerable(40, right=29)), "right")
    assert right.low < 0
    assert (right.high, right.trend) == (0, "")


def test_which_way_is_better_depends_on_the_metric(tmp_path: Path) -> None:
    cases = [Case(f"q{n}", "Why?", True, must_not=("y",)) for n in range(20)]
    said, unsaid = ([outcome(case, answer(text)) for case in cases] for text in ("y", "z"))
    assert metric_of(compared(tmp_path / "1", unsaid, said), "must_not").trend == "worse"
    fewer = compared(tmp_path / "2", said, unsaid)
    assert metric_of(fewer, "must_not").trend == "better"
    assert not fewer.regressions


def test_times_are_shown_and_do_not_decide(tmp_path: Path) -> None:
    comparison = compared(tmp_path, answerable(20, right=10), answerable(20, right=10, seconds=9))
    seconds = metric_of(comparison, "seconds")
    assert (seconds.before, seconds.after, seconds.low, seconds.trend) == (1, 9, 8, "")


def test_refusing_is_judged_by_kind_of_case(tmp_path: Path) -> None:
    before, after = unanswerable(20, refused=18), unanswerable(20, refused=4)
    comparison = compared(tmp_path, before + answerable(20, 20), after + answerable(20, 20))
    assert metric_of(comparison, "refused").trend == ""
    assert metric_of(comparison, "refused_when_unanswerable").trend == "worse"
    assert metric_of(comparison, "refusal_precision").trend == ""
    refusal = metric_of(comparison, "refusal_f1")
    assert refusal.before == pytest.approx(2 * 18 / (18 + 20))
    assert refusal.after == pytest.approx(2 * 4 / (4 + 20))
    assert refusal.trend == "worse"


def test_only_cases_of_both_with_the_metric_in_both_are_paired(tmp_path: Path) -> None:
    before = [*answerable(4, right=4), outcome(Case("x", "Why?", True, facts=FACT), answer("y"))]
    after = [*answerable(6, right=3)[1:], outcome(Case("x", "Why?", True, facts=(("z",),)), answer("y"))]
    after[0].metrics.pop("right")  # as if it did not apply
    comparison = compared(tmp_path, before, after)
    assert comparison.cases == 3  # q1, q2, q3; x has other facts
    assert comparison.left_out == (2, 3)
    assert (metric_of(comparison, "right").cases, metric_of(comparison, "right").after) == (2, 0.5)
    assert "left out" in comparison_text(comparison)


def test_runs_of_other_questions_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(AbstractQAError, match="no case in common"):
        compared(tmp_path, answerable(3, 3), unanswerable(3, 3))


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Run, Run]:
    better = answerable(20, right=20) + unanswerable(3, refused=3)
    worse = answerable(20, right=2) + unanswerable(3, refused=3)
    return (
        run_in(tmp_path / "better", better, settings={"llm": "large", "passages": 6}),
        run_in(tmp_path / "worse", worse, settings={"llm": "small", "passages": 6}),
    )


def test_the_exit_code_guards(runs: tuple[Run, Run], abstract_qa: Callable) -> None:
    better, worse = (run.folder for run in runs)
    result = abstract_qa("compare", better, worse)
    assert (result.code, result.err) == (1, "")
    lines = result.out.splitlines()
    assert "settings: llm large -> small" in lines
    assert "23 cases in both" in lines
    (row,) = [line.split() for line in lines if line.startswith("right ")]
    assert (row[:5], row[-1]) == (["right", "20", "1.000", "0.100", "-0.900"], "worse")
    assert "18 cases changed:" in lines
    assert [line.split() for line in lines if " q19 " in line] == [
        "- q19 (no type) right -> wrong Why 19?".split(),
    ]
    assert lines[-1] == "Worse beyond the interval: right."
    result = abstract_qa("compare", worse, better)
    assert result.code == 0
    assert result.out.splitlines()[-1] == "No metric is worse beyond its interval."


def test_nothing_to_compare_is_wrong_use_and_no_regression(
    runs: tuple[Run, Run], abstract_qa: Callable, tmp_path: Path
) -> None:
    other = run_in(tmp_path / "other", [])
    for second in ([], [tmp_path / "missing"], [other.folder]):
        result = abstract_qa("compare", runs[0].folder, *second)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
