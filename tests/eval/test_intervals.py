"""Scores and their intervals, against figures by hand and against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from eval.comparing.intervals import Score, auroc, paired_interval, ratio_of_sums, scored, share


def test_the_interval_of_a_mean_is_that_of_the_normal_distribution() -> None:
    score = scored(np.mean, [1.0, 0.0] * 200)
    assert score is not None
    assert (score.value, score.cases) == (0.5, 400)
    # The normal interval of a share of 400: 1.96 * sqrt(0.25 / 400) = 0.049.
    assert (score.low, score.high) == pytest.approx((0.451, 0.549), abs=0.006)
    assert scored(np.mean, [1.0, 0.0] * 200) == score


@pytest.mark.parametrize("values", [[1.0], [1.0, 1.0, 1.0]])
def test_equal_cases_give_an_interval_without_width(values: list[float]) -> None:
    assert scored(np.mean, values) == Score(1.0, 1.0, 1.0, len(values))


def test_the_median_is_not_moved_by_one_slow_case() -> None:
    assert scored(np.median, [1.0, 2.0, 100.0]) == Score(2.0, 1.0, 100.0, 3)


def test_a_score_that_is_not_defined_is_none() -> None:
    assert scored(np.mean, []) is None
    assert scored(ratio_of_sums, [0, 0], [0, 0]) is None
    assert scored(auroc, [0.1, 0.2], [1, 1]) is None


def test_a_ratio_of_sums_is_scikit_learns_f1() -> None:
    generator = np.random.default_rng(1)
    found, true = generator.random(50) < 0.4, generator.random(50) < 0.3
    score = scored(ratio_of_sums, found & true, (found * 1.0 + true) / 2)
    assert score is not None
    assert score.value == pytest.approx(precision_recall_fscore_support(true, found, average="binary")[2])
    assert score.low < score.value < score.high


def test_auroc_is_that_of_scikit_learn_for_each_resample() -> None:
    generator = np.random.default_rng(2)
    scores, positive = np.round(generator.random((3, 200)), 1), generator.random((3, 200)) < 0.4  # rounded: many ties
    expected = [roc_auc_score(*row) for row in zip(positive, scores, strict=True)]
    assert auroc(scores, positive * 1.0).tolist() == pytest.approx(expected)


def test_a_share_of_few_cases_has_wilsons_interval() -> None:
    # Wilson for 8 of 10: (0.8 + z²/20 ± z * sqrt(0.016 + z²/400)) / (1 + z²/10) with z = 1.96.
    assert share(8, 10) == Score(0.8, pytest.approx(0.490, abs=0.001), pytest.approx(0.943, abs=0.001), 10)
    assert share(3, 3) == Score(1.0, pytest.approx(0.438, abs=0.001), 1.0, 3)


def parts(values: np.ndarray) -> np.ndarray:
    return np.stack([values, np.ones(len(values))], axis=1)


def test_a_paired_interval_is_that_of_the_differences() -> None:
    generator = np.random.default_rng(3)
    before, after = generator.random(1000), generator.random(1000) + 0.1
    low, high = paired_interval(parts(before), parts(after))
    difference = after - before
    reach = 1.96 * difference.std() / np.sqrt(1000)
    assert (low, high) == pytest.approx((difference.mean() - reach, difference.mean() + reach), abs=0.1 * reach)
    levels = np.linspace(0, 1, 50)  # cases differ much, the two systems by the same amount in each
    assert paired_interval(parts(levels), parts(levels + 0.01)) == pytest.approx((0.01, 0.01))
