"""Scores and their intervals, against what can be computed by hand or by scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from eval.comparing.intervals import Score, mean, median, ratio_of_sums, scored, share


def test_a_score_is_the_mean_and_its_interval_that_of_the_mean() -> None:
    score = scored([1.0, 0.0] * 200)
    assert score is not None
    assert (score.value, score.cases) == (0.5, 400)
    # The normal interval of a share of 400: 1.96 * sqrt(0.25 / 400) = 0.049.
    assert score.low == pytest.approx(0.5 - 0.049, abs=0.006)
    assert score.high == pytest.approx(0.5 + 0.049, abs=0.006)
    assert scored([1.0, 0.0] * 200) == score


def test_where_all_cases_agree_the_interval_has_no_width() -> None:
    assert scored([1, 1, 1]) == Score(1.0, 1.0, 1.0, 3)
    assert scored([]) is None


def test_the_median_is_not_moved_by_one_slow_case() -> None:
    assert scored([1.0, 2.0, 100.0], median) == Score(2.0, 1.0, 100.0, 3)


def test_each_statistic_is_taken_over_the_cases_of_each_resample() -> None:
    samples = np.array([[1.0, 3.0], [5.0, 5.0]])
    assert mean(samples).tolist() == median(samples).tolist() == [2.0, 5.0]
    pairs = np.array([[[1, 2], [0, 2]], [[1, 1], [1, 1]], [[0, 0], [0, 0]]])
    assert ratio_of_sums(pairs).tolist() == pytest.approx([0.25, 1.0, np.nan], nan_ok=True)


def test_a_ratio_that_is_not_defined_is_absent() -> None:
    assert scored([(0, 0), (0, 0)], ratio_of_sums) is None


def test_a_ratio_of_sums_is_scikit_learns_f1() -> None:
    generator = np.random.default_rng(1)
    found, true = generator.random(50) < 0.4, generator.random(50) < 0.3
    score = scored(np.stack([found & true, (found * 1.0 + true) / 2], axis=1), ratio_of_sums)
    assert score is not None
    assert score.value == pytest.approx(precision_recall_fscore_support(true, found, average="binary")[2])


def test_a_share_of_few_cases_has_wilsons_interval() -> None:
    # Wilson for 8 of 10: (0.8 + z²/20 ± z * sqrt(0.016 + z²/400)) / (1 + z²/10) with z = 1.96.
    assert share(8, 10) == Score(0.8, pytest.approx(0.490, abs=0.001), pytest.approx(0.943, abs=0.001), 10)
    assert share(3, 3) == Score(1.0, pytest.approx(0.438, abs=0.001), 1.0, 3)
