"""Fit which questions lean on others, `rag.question.leaning`: `python -m eval.fit.fit_leaning`.

The questions are the seen and the labelled ones. The figures that are printed are cross-validated; the weights that are
written are fitted on all.
"""

from collections.abc import Iterator

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from eval.fit.fit_kinds import PLANS
from eval.fit.regressions import of_words
from eval.sets.json_lines import read_json_lines
from eval.sets.question_set import own_questions
from rag.plan.literal_check import stands_in
from rag.question.leaning import FITTED
from rag.text.fitted import WordModel

FOLDS = 10


@click.command()
def main() -> None:
    """Print how many questions are told rightly, and write the fit."""
    asked = dict(_labelled())
    texts, lean = np.array([*asked]), np.array([*asked.values()])
    told = np.zeros(len(texts), bool)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, lean):
        model = _fit(texts[train], lean[train])
        told[test] = [model.is_likely(text) for text in texts[test]]
    click.echo(f"told to lean: {_share(told[lean])} that do, {_share(told[~lean])} that do not")
    _fit(texts, lean).write(FITTED)


def _share(told: np.ndarray) -> str:
    return f"{told.sum()} of {len(told)}"


def _labelled() -> Iterator[tuple[str, bool]]:
    """Yield questions, and whether they lean on others."""
    for one in read_json_lines(PLANS, "question"):
        yield one["question"], not stands_in(one.get("standalone", one["question"]), one["question"])
    for case in own_questions("seen"):
        yield case.question, case.leans


def _fit(texts: np.ndarray, lean: np.ndarray) -> WordModel:
    return of_words(list(texts), list(lean), LogisticRegression(class_weight="balanced", max_iter=2000))


if __name__ == "__main__":
    main()
