"""Fit what is an order to a language model, `rag.text.orders`: `python -m eval.fit.fit_orders`.

The orders and their look-alikes are by three hands (`eval/sets/orders.jsonl`); the bundled abstracts and the project's
own questions are no orders. The figures that are printed are of each hand, by a fit without it and without every
second abstract and question; the weights that are written are fitted on all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from sklearn.linear_model import LogisticRegression

from eval.fit.regressions import of_words
from eval.sets.json_lines import read_json_lines
from eval.sets.question_set import own_questions
from rag.ingest.bundled import bundled_papers
from rag.text.fitted import WordModel
from rag.text.orders import FITTED
from rag.text.sentences import sentences_of, split_sentences

STRENGTH = 100.0  # inverse of the regularisation; from 30 to 300 the figures are nearly the same
SETS = Path(__file__).parents[1] / "sets"


@dataclass(frozen=True)
class Labelled:
    """A sentence; `hand` is who wrote it, empty for one of an abstract or a question."""

    text: str
    is_order: bool
    where: str
    hand: str = ""


@click.command()
def main() -> None:
    """Print how many orders are found, and how many other sentences are taken for one; write the fit."""
    labelled = [
        Labelled(one["text"], one["order"], one["where"], one["hand"])
        for one in read_json_lines(SETS / "orders.jsonl", "text", "order")
    ]
    plain = _plain()
    for hand in sorted({one.hand for one in labelled}):
        fitted = _fit([*(one for one in labelled if one.hand != hand), *plain[::2]])
        for where in ("question", "abstract"):
            _tell(f"hand {hand}, {where}", [one for one in labelled if (one.hand, one.where) == (hand, where)], fitted)
        _tell("plain", plain[1::2], fitted)
    _fit([*labelled, *plain]).write(FITTED)


def _plain() -> list[Labelled]:
    """Return the sentences of the bundled abstracts, and of the questions of the project but those with orders."""
    asked = [case.question for case in own_questions("seen") if case.type != "robust"]
    asked += [one["question"] for one in read_json_lines(SETS / "plans.jsonl", "question")]
    sentences = [question[start:end] for question in asked for start, end in split_sentences(question)]
    sentences += [sentence.text for paper in bundled_papers() for sentence in sentences_of(paper)]
    return [Labelled(text, False, "plain") for text in dict.fromkeys(sentences)]


def _fit(labelled: Sequence[Labelled]) -> WordModel:
    regression = LogisticRegression(C=STRENGTH, max_iter=3000)
    return of_words([one.text for one in labelled], [one.is_order for one in labelled], regression)


def _tell(name: str, tested: Sequence[Labelled], fitted: WordModel) -> None:
    orders = [one for one in tested if one.is_order]
    others = [one for one in tested if not one.is_order]
    found = sum(fitted.is_likely(one.text) for one in orders)
    wrong = sum(fitted.is_likely(one.text) for one in others)
    click.echo(f"{name}: {found} of {len(orders)} orders found, {wrong} of {len(others)} others taken for one")


if __name__ == "__main__":
    main()
