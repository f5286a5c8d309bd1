"""Fit the reader and the refusal: `python -m eval.fit.fit_reader CLAPNQ SCIFACT READS`.

READS is a JSON Lines file of readings; cases that it lacks are read first, which takes an hour on two cores for all.
The figures that are printed are cross-validated by question; the weights that are written are fitted on all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from eval.asking.answers_command import spread_evenly
from eval.fit.reader_reads import CLAIMS, Read, cases_by_source, reads_of
from eval.fit.regressions import as_model, regression
from rag.assistant import Assistant
from rag.reading import reader
from rag.reading.reader_features import OF_ATTENTION
from rag.refusing import refusal
from rag.shell.terminal import progress_on_stderr
from rag.text.fitted import LogisticModel

FOLDS = 5
DECLINED = 0.1  # of the answerable questions
COMMAND = "python -m eval.fit.fit_reader CLAPNQ SCIFACT READS"


@click.command()
@click.argument("clapnq", type=click.Path(path_type=Path, exists=True))
@click.argument("scifact", type=click.Path(path_type=Path, exists=True))
@click.argument("file", metavar="READS", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(1), help="Read so many cases that are not read yet, spread evenly.")
def main(clapnq: Path, scifact: Path, file: Path, limit: int | None) -> None:
    """Read what is not read yet, fit the models, print their figures, and write them beside their readers."""
    reads = _all_reads(clapnq, scifact, file, limit)
    every = tuple(reads[0].features)
    for name, features in (("part_read", every), ("part_unread", tuple(f for f in every if f not in OF_ATTENTION))):
        model = part_model(name, [read for read in reads if any(read.gold)], features)
        model.write(Path(reader.__file__).with_name(f"{name}.json"))
    answered = answered_model([read for read in reads if any(read.gold) or not read.answerable])
    answered.write(Path(refusal.__file__).with_name("answered.json"))


def _all_reads(clapnq: Path, scifact: Path, file: Path, limit: int | None) -> list[Read]:
    """Return the readings of a file, after those that it lacks are added to it."""
    known = [Read(**json.loads(line)) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    done = {(read.source, read.id) for read in known}
    with progress_on_stderr() as progress, file.open("a", encoding="utf-8") as written:
        cases = cases_by_source(Assistant.load(progress=progress), clapnq, scifact)
        missing = spread_evenly([case for case in cases if (case[0], case[2].id) not in done], limit)
        for number, case in enumerate(missing, 1):
            for read in reads_of(*case):
                written.write(json.dumps(asdict(read)) + "\n")
                known.append(read)
            progress("Reading", number, len(missing))
    return known


def part_model(name: str, reads: Sequence[Read], features: Sequence[str]) -> LogisticModel:
    """Return the model of the sentences that are part of the answer; its bound has the best mean F1 of a question."""
    values = np.concatenate([np.array([read.features[feature] for feature in features]).T for read in reads])
    gold = np.concatenate([read.gold for read in reads])
    question = np.concatenate([[place] * len(read.gold) for place, read in enumerate(reads)])
    chances = _held_out(values, gold, question)
    of_question = [(chances[question == place], np.array(read.gold)) for place, read in enumerate(reads)]
    bound = max(np.arange(0.1, 0.9, 0.05), key=lambda b: np.mean([_scores(*one, b)[2] for one in of_question]))
    for source in sorted({read.source for read in reads}):
        scores = [_scores(*one, bound) for one, read in zip(of_question, reads, strict=True) if read.source == source]
        precision, recall, f1 = np.mean(scores, axis=0)
        click.echo(f"{name}, {source}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} of {len(scores)}")
    return as_model(regression().fit(values, gold), features, COMMAND, {"part": round(float(bound), 2)})


def _scores(chances: np.ndarray, gold: np.ndarray, bound: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the sentences from a bound on, or of the likeliest alone."""
    chosen = (chances >= bound) | (chances == chances.max())
    right = float((chosen & gold).sum())
    return right / chosen.sum(), right / gold.sum(), 2 * right / (chosen.sum() + gold.sum())


def answered_model(reads: Sequence[Read]) -> LogisticModel:
    """Return the model of questions that get an answer; its bound declines DECLINED of the answerable.

    Claims are left out: they want no answer, and all that have none were made.
    """
    reads = [read for read in reads if read.source != CLAIMS]
    features = tuple(reads[0].signals)
    values = np.array([[read.signals[feature] for feature in features] for read in reads])
    answerable = np.array([read.answerable for read in reads])
    question = [f"{read.source} {read.id}" for read in reads]
    chances = _held_out(values, answerable, question)
    bound = np.quantile(chances[answerable], DECLINED)
    for line in _figures(reads, chances, answerable, bound):
        click.echo(line)
    bounds = {"answered": round(float(bound), 2)}
    return as_model(regression().fit(values, answerable), features, COMMAND, bounds)


def _figures(reads: Sequence[Read], chances: np.ndarray, answerable: np.ndarray, bound: float) -> Iterator[str]:
    """Yield AUROC and the shares declined and answered, of each source with both kinds of question."""
    sources = np.array([read.source for read in reads])
    for source in sorted(set(sources[answerable]) & set(sources[~answerable])):
        of = sources == source
        area = roc_auc_score(answerable[of], chances[of])
        declined, answered = 1 - (chances[of & answerable] >= bound).mean(), (chances[of & ~answerable] >= bound).mean()
        yield f"answered, {source}: AUROC {area:.3f}, declines {declined:.3f}, answers {answered:.3f} of the others"


def _held_out(values: np.ndarray, labels: np.ndarray, question: Sequence[object] | np.ndarray) -> np.ndarray:
    """Return the probability of each row by a model that did not see its question."""
    folds = GroupKFold(FOLDS)
    chances: np.ndarray = cross_val_predict(
        regression(), values, labels, groups=question, cv=folds, method="predict_proba"
    )
    return chances[:, 1]


if __name__ == "__main__":
    main()
