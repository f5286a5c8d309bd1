"""Speed of our answers and the naive baseline's, in turns by question, with the limits of the machine after each.

A busy machine slows all of them alike, so ratios and shares of the limits are more reliable than seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from eval.asking.baselines import naive
from eval.asking.machine_facts import machine, peak_memory
from eval.asking.paper_index import paper_index
from eval.asking.plain_transformers import load_plain_transformers
from eval.sets.question_set import Case
from eval.speed.limits import Limits, measure_limits
from eval.speed.timed import Timed, ask_baseline, ask_ours
from index_store.errors import AbstractQAError
from rag.assistant import Assistant
from rag.machine.home import home_folder
from rag.machine.progress import Progress, silent
from rag.models.store.model_store import ModelStore


@dataclass(frozen=True)
class Round:
    """One question answered by both systems, and the limits measured right after it."""

    case: str
    type: str
    ours: Timed
    naive: Timed
    limits: Limits


@dataclass(frozen=True)
class SpeedRun:
    """All rounds and their machine; memory is the peak in bytes before the baseline was loaded, and with it."""

    model: str
    index: str
    machine: dict[str, Any]
    weights_read: int
    weights_written: int
    memory_ours: int
    memory_both: int
    rounds: tuple[Round, ...]


def measure_speed(assistant: Assistant, cases: Sequence[Case], count: int, progress: Progress = silent) -> SpeedRun:
    """Ask both systems `count` answerable cases without history, spread over their types.

    Raises AbstractQAError when there is no such case, or when the language model is on a server.
    """
    order = spread_over_types([case for case in cases if case.answerable and not case.history])
    if not order:
        raise AbstractQAError(
            "No case is answerable and without history; speed is measured on such cases. Name others: --questions FILE"
        )
    asked, spare = order[:count], order[count:] or order
    _warm_up(assistant, spare)
    memory_ours = peak_memory()
    llm = load_plain_transformers(assistant.settings, ModelStore(home_folder() / "models"), progress)
    baseline = naive(paper_index(assistant.papers(), assistant.library.embedder), llm)
    baseline.answer(spare[0].question)
    memory_both = peak_memory()
    rounds: list[Round] = []
    for case in asked:
        progress("Asking both", len(rounds), len(asked))
        ours, theirs = ask_ours(assistant, case.question, llm), ask_baseline(baseline, case.question)
        rounds.append(Round(case.id, case.type, ours, theirs, measure_limits()))
    return SpeedRun(
        model=assistant.settings.llm,
        index=assistant.library.index.name,
        machine=machine(),
        weights_read=llm.weights_read,
        weights_written=llm.weights_written,
        memory_ours=memory_ours,
        memory_both=memory_both,
        rounds=tuple(rounds),
    )


def _warm_up(assistant: Assistant, cases: Sequence[Case]) -> None:
    """Ask until the model has written once: a refusal may leave it unloaded."""
    for case in cases:
        if assistant.ask(case.question).timings.first_token_ms is not None:
            return


def spread_over_types(cases: Sequence[Case]) -> list[Case]:
    """Return the first case of each type, then the second of each, and so on."""
    types: dict[str, list[Case]] = {}
    for case in cases:
        types.setdefault(case.type, []).append(case)
    return [case for case in chain.from_iterable(zip_longest(*types.values())) if case is not None]
