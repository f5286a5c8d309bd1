"""Fit the gate of `rag.retrieval.gate` on the tuning half of the project's questions: `python -m eval.fit.tune_gate`.

Only questions that retrieval can decide count as negatives: topics that are in no abstract. A near miss (the paper
is there, its abstract does not say) looks like an answerable question to these signals.
"""

from dataclasses import astuple, fields

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.sets.question_set import Case, own_questions
from rag.assistant import Assistant
from rag.question.asked import understand
from rag.retrieval.gate import Signals

DECIDABLE = ("absent", "out_of_scope")
NAMES = [field.name for field in fields(Signals)]


def features(assistant: Assistant, case: Case) -> list[float]:
    """Return the gate's signals for one question, in the order of their fields."""
    question = understand(case.question, case.history).standalone
    found = assistant.find(question)
    return list(astuple(found.signals))


def table(assistant: Assistant, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Return signals (cases, signals) and answerability (cases,) of one half of the questions."""
    asked = [c for c in own_questions(part) if c.type not in ("collection", "metadata")]
    cases = [c for c in asked if c.answerable or c.type in DECIDABLE]
    return np.array([features(assistant, c) for c in cases]), np.array([c.answerable for c in cases])


@click.command()
def main() -> None:
    """Print the fitted weights and how well they do on either half."""
    assistant = Assistant.load()
    signals, answerable = table(assistant, "tune")
    model = LogisticRegression(C=10.0, class_weight="balanced").fit(signals, answerable)
    weights = dict(zip(NAMES, np.round(model.coef_[0], 2).tolist(), strict=True))
    click.echo(f"INTERCEPT = {model.intercept_[0]:.2f}\nWEIGHTS = {weights}")
    for part in ("tune", "report"):
        signals, answerable = table(assistant, part)
        probability = model.predict_proba(signals)[:, 1]
        click.echo(f"{part}: AUROC {roc_auc_score(answerable, probability):.3f}")
        for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
            passed = probability >= threshold
            click.echo(
                f"  from {threshold}: answerable kept {passed[answerable].mean():.3f}, "
                f"absent refused {1 - passed[~answerable].mean():.3f}"
            )


if __name__ == "__main__":
    main()
