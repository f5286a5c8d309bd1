"""Fit the gate of `rag.retrieval.gate` on the tuning half of the project's questions: `python -m eval.fit.tune_gate`.

Only questions on topics that no abstract has count as negatives. A near miss (the paper is there, but its abstract does
not say it) has the same retrieval signals as an answerable question.
"""

from collections.abc import Sequence
from dataclasses import astuple, fields, replace
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.sets.question_set import Case, own_questions
from rag.assistant import Assistant
from rag.question.asked import as_follow_up, understand
from rag.retrieval import gate
from rag.retrieval.gate import Signals

DECIDABLE = ("absent", "out_of_scope")
NAMES = [field.name for field in fields(Signals)]


def features(assistant: Assistant, case: Case) -> list[float]:
    """Return the gate's signals for one question, in the order of their fields; a follow-up comes after its history."""
    question = understand(case.question)
    if case.leans:
        question = as_follow_up(question, case.history)
    found = assistant.find(question.standalone)
    return list(astuple(found.signals))


def table(assistant: Assistant, half: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    """Return signals (cases, signals) and answerability (cases,) of one half of the questions."""
    on_papers = [c for c in half if c.type not in ("collection", "metadata")]
    cases = [c for c in on_papers if c.answerable or c.type in DECIDABLE]
    return np.array([features(assistant, c) for c in cases]), np.array([c.answerable for c in cases])


@click.command()
def main() -> None:
    """Write the weights fitted on the tuning half; print them, and their AUROC and refusals on both halves."""
    assistant = Assistant.load()
    tables = {
        "tune": table(assistant, own_questions("seen", prefix="tune:")),
        "report": table(assistant, own_questions("report")),
    }
    signals, answerable = tables["tune"]
    model = LogisticRegression(C=10.0, class_weight="balanced").fit(signals, answerable)
    weights = dict(zip(NAMES, np.round(model.coef_[0], 2).tolist(), strict=True))
    fitted = replace(gate.ANSWERABLE, intercept=round(float(model.intercept_[0]), 2), weights=weights)
    fitted.write(Path(gate.__file__).with_name("gate.json"))
    click.echo(fitted)
    for half, (signals, answerable) in tables.items():
        probability = model.predict_proba(signals)[:, 1]
        click.echo(f"{half}: AUROC {roc_auc_score(answerable, probability):.3f}")
        for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
            passed = probability >= threshold
            click.echo(
                f"  from {threshold}: answerable kept {passed[answerable].mean():.3f}, "
                f"absent refused {1 - passed[~answerable].mean():.3f}"
            )


if __name__ == "__main__":
    main()
