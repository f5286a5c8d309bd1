"""Ask a question set and score the answers, case by case into a run folder, so that a stopped run can be resumed."""

import hashlib
import json
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.asking.ask_assistant import ask_assistant
from eval.asking.judge import Judge
from eval.asking.run_writer import RunWriter
from eval.asking.runs import FORMAT, Outcome, Run, open_run
from eval.sets.gold import check_gold
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from rag.assistant import Assistant

if TYPE_CHECKING:
    from eval.asking.baselines import Baseline

SETTINGS = ("llm", "runtime", "embedder", "passages", "evidence_tokens", "answer_tokens")
Ask = Callable[[Case], Outcome]
OnOutcome = Callable[[Sequence[Outcome]], None]


def run_questions(
    assistant: Assistant,
    cases: Sequence[Case],
    folder: str | Path,
    *,
    name: str = "questions",
    workers: int = 1,
    resume: bool = False,
    judge: Judge | None = None,
    baseline: "Baseline | None" = None,
    on_outcome: OnOutcome = lambda outcomes: None,
) -> Run:
    """Ask every case and return the run; each answered case is written at once.

    Args:
        assistant: load it with keep_drafts=False: answers from kept drafts take no time.
        cases: the questions.
        folder: of the run.
        name: of the question set.
        workers: how many cases are asked at once; a local model writes one answer at a time.
        resume: whether to resume the run in the folder; its questions and settings must be the same.
        judge: a language model that also judges whether an answer states the facts.
        baseline: a LlamaIndex pipeline to ask instead of the assistant, with one worker.
        on_outcome: called with all outcomes so far, at the start and after every case.

    Raises:
        AbstractQAError: before the first case, when gold is not in the collection or the folder holds another run;
            later, when a case fails twice. Finished cases are kept.
    """
    check_gold(cases, assistant.papers())
    stopped = threading.Event()
    ask = _ask_of(assistant, baseline, stopped)
    with RunWriter(Path(folder), describe(assistant, cases, name, judge, baseline), resume) as writer:
        outcomes = list(writer.done)
        on_outcome(outcomes)
        done = {outcome.case.id for outcome in outcomes}
        left = [case for case in cases if case.id not in done]
        with closing(_ask_all(ask, left, workers, judge, writer, stopped)) as finished:
            for outcome in finished:
                outcomes.append(outcome)
                on_outcome(outcomes)
    return open_run(folder)


def describe(
    assistant: Assistant,
    cases: Sequence[Case],
    name: str,
    judge: Judge | None = None,
    baseline: "Baseline | None" = None,
) -> dict[str, Any]:
    """Return the content of `run.json`: everything the outcomes depend on, and the machine."""
    from eval.asking.machine_facts import machine  # loads torch

    asked = json.dumps([case.to_dict() for case in cases], sort_keys=True)
    settings = {"baseline": None, **{key: getattr(assistant.settings, key) for key in SETTINGS}}
    if baseline:
        settings |= baseline.settings
    return {
        "format": FORMAT,
        "program": metadata.version("abstract-qa"),
        "questions": {"name": name, "sha256": hashlib.sha256(asked.encode()).hexdigest(), "cases": len(cases)},
        "settings": {**settings, "judge": judge.model if judge else None},
        "index": assistant.library.index.name,
        "machine": machine(),
    }


def _ask_of(assistant: Assistant, baseline: "Baseline | None", stopped: threading.Event) -> Ask:
    if baseline is None:
        return partial(ask_assistant, assistant, stopped)
    from eval.asking.ask_baseline import ask_baseline  # loads LlamaIndex

    return partial(ask_baseline, baseline, assistant.library)


def _ask_all(
    ask: Ask, cases: Sequence[Case], workers: int, judge: Judge | None, writer: RunWriter, stopped: threading.Event
) -> Generator[Outcome, None, None]:
    """Yield outcomes once they are written; the first failure, or closing the generator, stops the others."""

    def ask_and_write(case: Case) -> Outcome | None:
        outcome = None if stopped.is_set() else _judged(ask, case, judge)
        if outcome is None or stopped.is_set():  # the answer may be cut off
            return None
        writer.add(outcome)
        return outcome

    with ThreadPoolExecutor(workers) as pool:
        try:
            for asked in as_completed([pool.submit(ask_and_write, case) for case in cases]):
                outcome = asked.result()
                assert outcome is not None
                yield outcome
        finally:
            stopped.set()


def _judged(ask: Ask, case: Case, judge: Judge | None) -> Outcome:
    try:
        outcome = ask(case)
        judged = judge.judged_right(case, outcome.answer) if judge else None
    except AbstractQAError as error:
        raise AbstractQAError(
            f"The run stopped at case {case.id!r}: {error} Answered cases are kept. Resume: --resume"
        ) from error
    return outcome if judged is None else replace(outcome, metrics=outcome.metrics | {"judged_right": judged})
