"""Fit what makes a paper one on a topic, `rag.collection.topics`: `python -m eval.fit.tune_topics`.

The training data are the lists of papers in both halves of the project's questions (the lists of the reporting half
were looked at while this was built), and further topics over the same papers, `eval/sets/topics_tune.jsonl`. Each topic
is scored by weights fitted on all other topics (leave-one-out).
"""

from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.sets.question_set import Case, own_questions
from index_store.index import Index
from rag.assistant import Assistant
from rag.collection.topics import members as of_topics
from rag.collection.topics.contributions import asks_for_other_language, kind_and_topic, kinds_asked
from rag.collection.topics.members import MEMBERSHIP, members
from rag.collection.topics.signals import signals_of_papers
from rag.collection.topics.topic import Topic
from rag.plan.plain_plan import plain_plan

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
Labelled = tuple[np.ndarray, np.ndarray]


def topics() -> list[tuple[str, Case]]:
    """Return every topic of the training data, with the case that lists its papers."""
    halves = own_questions("seen", prefix="tune:") + own_questions("report")
    asked = [(plain_plan(case.question), case) for case in halves if case.type == "collection"]
    own = [(plan.topic, case) for plan, case in asked if plan.topic and not plan.where and not plan.not_topic]
    return own + [(case.question, case) for case in own_questions("topics_tune")]


def labelled(assistant: Assistant, topic: str, case: Case) -> Labelled:
    """Return signals (papers, signals) and membership (papers,) of one topic, borderline papers left out."""
    library = assistant.library
    found = signals_of_papers(library.index, topic, library.embedder.embed_query)
    kept = [(signals, paper) for signals, paper, _ in found if paper.title not in case.borderline]
    return (
        np.array([[signals[name] for name in MEMBERSHIP.weights] for signals, _ in kept]),
        np.array([paper.title in case.gold_papers for _, paper in kept]),
    )


def fitted(tables: list[Labelled]) -> LogisticRegression:
    """Return the regression over several topics."""
    return LogisticRegression(C=1.0).fit(np.concatenate([x for x, _ in tables]), np.concatenate([y for _, y in tables]))


def f1(chosen: np.ndarray, gold: np.ndarray) -> float:
    """Return the F1 of a choice."""
    return 2 * float((chosen & gold).sum()) / float(chosen.sum() + gold.sum())


def _is_weighted(topic: str, index: Index) -> bool:
    """Return whether membership in a topic is decided by the weights, and not by a rule."""
    by_rule = kinds_asked(Topic(topic, index).alternatives) or kind_and_topic(topic)[0]
    return not by_rule and not asks_for_other_language(topic)


@click.command()
@click.option("--topics", "shown", is_flag=True, help="Show every topic's F1 with the weights of the program.")
def main(shown: bool) -> None:
    """Write the fitted weights; print them, and the mean F1 of each topic under weights fitted on the others."""
    assistant = Assistant.load()
    index, embed = assistant.library.index, assistant.library.embedder.embed_query
    training = [(t, case) for t, case in topics() if _is_weighted(t, index)]
    tables = [labelled(assistant, topic, case) for topic, case in training]
    model = fitted(tables)
    weights = dict(zip(MEMBERSHIP.weights, np.round(model.coef_[0], 2).tolist(), strict=True))
    new = replace(MEMBERSHIP, intercept=round(float(model.intercept_[0]), 2), weights=weights)
    new.write(Path(of_topics.__file__).with_name("members.json"))
    click.echo(new)
    left_out = [
        fitted(tables[:i] + tables[i + 1 :]).predict_proba(signals)[:, 1] for i, (signals, _) in enumerate(tables)
    ]
    for threshold in THRESHOLDS:
        scores = [f1(p >= threshold, gold) for p, (_, gold) in zip(left_out, tables, strict=True)]
        questions = [s for s, (_, case) in zip(scores, training, strict=True) if case.type == "collection"]
        click.echo(f"from {threshold}: mean F1 {np.mean(scores):.3f}, of the questions {np.mean(questions):.3f}")
    for topic, case in topics() if shown else ():
        found = {m.paper.title for m in members(index, topic, embed)} - set(case.borderline)
        gold = set(case.gold_papers)
        click.echo(f"{2 * len(found & gold) / (len(found) + len(gold)):.2f} {topic}")


if __name__ == "__main__":
    main()
