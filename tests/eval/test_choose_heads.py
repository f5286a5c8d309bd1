"""Which heads are taken for those that look at the answer: made cases, in which it is known."""

import json

import numpy as np

from eval.fit.choose_heads import HEADS, Looked, best_heads, rank_of_gold, report_heads


def made(gold: int) -> Looked:
    """Return a case of six heads and five sentences: heads 2 to 5 look at the gold sentence, 0 and 1 at the first."""
    shares = np.full((6, 5), 0.1)
    shares[:2, 0] = 0.9
    shares[2:, gold] = 0.9
    return Looked(shares, np.array([0.9, 0.1, 0.2, 0.3, 0.4]), np.arange(5) == gold)


def test_the_rank_is_that_of_the_best_gold_sentence() -> None:
    scores = np.array([0.5, 0.2, 0.3])
    assert rank_of_gold(scores, np.array([False, True, False])) == 3
    assert rank_of_gold(scores, np.array([True, True, False])) == 1


def test_the_heads_that_look_at_gold_are_taken_and_counted() -> None:
    cases = [made(gold) for gold in (1, 2, 3, 4, 1, 2, 3, 4, 1, 2)]
    assert sorted(best_heads(cases)) == [2, 3, 4, 5]
    assert HEADS == 4
    chosen, by_heads, by_cosine = report_heads(cases, tuple((0, head) for head in range(6)))
    assert sorted(json.loads(chosen.removeprefix("heads = "))) == [[0, 2], [0, 3], [0, 4], [0, 5]]
    assert by_heads.endswith("heads: 1.000, among the first two 1.000, of 10")
    assert "first by cosine with the question: 0.000" in by_cosine
