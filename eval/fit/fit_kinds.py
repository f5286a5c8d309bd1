"""Fit what a question is about, `rag.plan.kinds`: `python -m eval.fit.fit_kinds STATES`.

STATES is a JSON Lines file of hidden states; questions that it lacks are read first, half a second each on two cores.
The figures that are printed are cross-validated; the weights that are written are fitted on all.
"""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.sets.json_lines import read_json_lines
from eval.sets.question_set import own_questions
from rag.assistant import Assistant
from rag.models.llm.generation import state
from rag.plan.kinds import ABOUTS, Kinds
from rag.plan.plan import About
from rag.plan.plan_prompts import examples, plan_messages
from rag.shell.terminal import progress_on_stderr

FOLDS = 10
STRENGTH = 0.03  # inverse of the regularisation; 0.003, 0.01, 0.1 tell less, on these questions held out in turn
PLANS = Path(__file__).parents[1] / "sets" / "plans.jsonl"
TOPICS = PLANS.with_name("topics.jsonl")
ABOUT_OF_TYPE: dict[str, About] = {
    "collection": "collection",
    "multi": "several",
    **dict.fromkeys("factoid numeric method paraphrase near_miss false_premise absent content".split(), "contents"),
}


@click.command()
@click.argument("file", metavar="STATES", type=click.Path(path_type=Path))
def main(file: Path) -> None:
    """Read what is not read yet, fit the kinds, print how many are told rightly, and write them."""
    asked = list(_labelled())
    states = _states([question for question, _ in asked], file)
    values, kinds = np.array([states[question] for question, _ in asked]), np.array([about for _, about in asked])
    told = cross_val_predict(_regression(), values, kinds, cv=StratifiedKFold(FOLDS, shuffle=True, random_state=0))
    for about in ABOUTS:
        of = kinds == about
        shares = {other: round(float((told[of] == other).mean()), 3) for other in ABOUTS}
        click.echo(f"{about}: {of.sum()} questions, told as {shares}")
    scaler, regression = (step for _, step in _regression().fit(values, kinds).steps)
    order = [list(regression.classes_).index(about) for about in ABOUTS]
    weights = (regression.coef_ / scaler.scale_)[order]
    Kinds(weights.T, regression.intercept_[order] - weights @ scaler.mean_).write()


def _labelled() -> Iterator[tuple[str, About]]:
    """Yield questions with what they are about: the labelled ones standing alone, and the seen ones by their type.

    The questions with lists of `topics.jsonl` are about the collection. The examples of the prompt are left out: their
    state shows what the prompt says of them.
    """
    shown = {one["question"] for one in examples()}
    for one in read_json_lines(TOPICS, "question", "topic"):
        if one["question"] != one["topic"]:
            yield one["question"], "collection"
    for one in read_json_lines(PLANS, "question"):
        if one["question"] not in shown:
            yield one.get("standalone", one["question"]), one["plan"]["about"] if "plan" in one else one["about"]
    for case in own_questions("seen"):
        if case.type in ABOUT_OF_TYPE and not case.history:
            yield case.question, ABOUT_OF_TYPE[case.type]


def _states(questions: list[str], file: Path) -> dict[str, list[float]]:
    """Return the hidden state of each question, after those that the file lacks are added to it."""
    known = dict(json.loads(line) for line in file.read_text("utf-8").splitlines()) if file.exists() else {}
    missing = [question for question in dict.fromkeys(questions) if question not in known]
    with progress_on_stderr() as progress, file.open("a", encoding="utf-8") as written:
        llm = Assistant.load(progress=progress).llm
        for number, question in enumerate(missing, 1):
            known[question] = state(llm, plan_messages(question), threading.Event())
            written.write(json.dumps([question, known[question]]) + "\n")
            progress("Reading", number, len(missing))
    return known


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000))


if __name__ == "__main__":
    main()
