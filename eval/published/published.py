"""A published question set as papers and cases, and the scores that only such sets have."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from eval.asking.runs import Outcome, Run
from eval.comparing.intervals import Score, scored
from eval.metrics.text_metrics import token_f1
from eval.published.retrieval_run import indexed
from eval.sets.question_set import Case
from index_store.records import Paper
from rag.assistant import Assistant
from rag.machine.home import home_folder
from rag.machine.progress import Progress
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library


@dataclass(frozen=True)
class PublishedSet:
    """A collection of papers, cases about them, and reference answers by case id."""

    name: str
    papers: list[Paper]
    cases: list[Case]
    references: dict[str, tuple[str, ...]] = field(default_factory=dict)


Reader = Callable[[Path, str], PublishedSet]


def assistant_on(data: PublishedSet, assistant: Assistant, progress: Progress) -> Assistant:
    """Return an assistant with the same settings on the papers of a set, which have an index of their own."""
    folder = home_folder() / "eval" / data.name
    embedder = assistant.library.embedder
    indexed(data, folder, embedder, progress).close()
    store = ModelStore(home_folder() / "models")
    return Assistant(assistant.settings, Library(folder, embedder, progress), store, progress)


def with_references(run: Run, data: PublishedSet) -> Run:
    """Return a run whose cases also have the metric `reference_f1`, where the set has reference answers."""
    return replace(run, outcomes=tuple(_beside_references(outcome, data.references) for outcome in run.outcomes))


def _beside_references(outcome: Outcome, references: dict[str, tuple[str, ...]]) -> Outcome:
    """Add SQuAD's F1 against the nearest reference (Rajpurkar et al. 2016); a refusal has 0."""
    case = outcome.case
    stand_ins = [replace(case, gold_sentences=(text,)) for text in references.get(case.id, ())]
    values = [f1 for stand_in in stand_ins if (f1 := token_f1(stand_in, outcome.answer)) is not None]
    return replace(outcome, metrics={**outcome.metrics, "reference_f1": max(values)}) if values else outcome


def rates(run: Run) -> dict[str, Score]:
    """Return NoMIRACL's two rates; a rate is absent where the run has no case for it.

    Hallucination rate: the share of unanswerable cases that are answered. Error rate: the share of answerable cases
    that are refused.
    """
    answered = [outcome.metrics["refused"] == 0 for outcome in run.outcomes if not outcome.case.answerable]
    refused = [outcome.metrics["refused"] == 1 for outcome in run.outcomes if outcome.case.answerable]
    found = {"hallucination rate": scored(np.mean, answered), "error rate": scored(np.mean, refused)}
    return {name: score for name, score in found.items() if score}
