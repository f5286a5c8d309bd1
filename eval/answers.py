"""Ask a question set and score the answers, case by case into a run folder, so that a run that was stopped goes on."""

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any

from eval.gold import check_gold
from eval.judge import Judge
from eval.metrics import measure
from eval.question_set import Case
from eval.run_writer import RunWriter
from eval.runs import FORMAT, Outcome, Run, open_run
from index_store.errors import AbstractQAError
from rag.answer import Answer
from rag.assistant import Assistant
from rag.events import CutOff, SourcesFound, TextWritten
from rag.generation import GenerationFailed

logger = logging.getLogger(__name__)

SETTINGS = ("llm", "runtime", "embedder", "passages", "evidence_tokens", "answer_tokens")
Told = Callable[[Sequence[Outcome]], None]


def run_questions(
    assistant: Assistant,
    cases: Sequence[Case],
    folder: str | Path,
    *,
    name: str = "questions",
    workers: int = 1,
    resume: bool = False,
    judge: Judge | None = None,
    told: Told = lambda outcomes: None,
) -> Run:
    """Ask every case and return the run; each answered case is in the folder as soon as it is finished.

    Args:
        assistant: who is asked; load it with keep_drafts=False, or what it wrote before takes no time.
        cases: what is asked.
        folder: where the run is written.
        name: what to call the questions.
        workers: how many cases are on their way at once; a model of this machine writes one answer at a time.
        resume: whether to go on with the run that the folder holds; one of other questions or settings is an error.
        judge: a language model that also says whether an answer states the facts.
        told: called with all outcomes so far, at the start and after every case.

    Raises:
        AbstractQAError: before the first case, when gold is not in the collection or the folder holds another run;
            later, when a case fails twice. What was finished until then is kept.
    """
    check_gold(cases, assistant.papers())
    with RunWriter(Path(folder), describe(assistant, cases, name, judge), resume) as writer:
        outcomes = list(writer.done)
        told(outcomes)
        done = {outcome.case.id for outcome in outcomes}
        left = [case for case in cases if case.id not in done]
        with closing(_ask_all(assistant, left, workers, judge, writer)) as finished:
            for outcome in finished:
                outcomes.append(outcome)
                told(outcomes)
    return open_run(folder)


def describe(assistant: Assistant, cases: Sequence[Case], name: str, judge: Judge | None = None) -> dict[str, Any]:
    """Return what `run.json` holds: all that the outcomes depend on, and the machine."""
    from eval.machine import machine  # loads torch

    asked = json.dumps([case.to_dict() for case in cases], sort_keys=True)
    settings = {key: getattr(assistant.settings, key) for key in SETTINGS}
    return {
        "format": FORMAT,
        "program": metadata.version("abstract-qa"),
        "questions": {"name": name, "sha256": hashlib.sha256(asked.encode()).hexdigest(), "cases": len(cases)},
        "settings": {**settings, "judge": judge.model if judge else None},
        "index": assistant.library.index.name,
        "machine": machine(),
    }


def _ask_all(
    assistant: Assistant, cases: Sequence[Case], workers: int, judge: Judge | None, writer: RunWriter
) -> Generator[Outcome, None, None]:
    """Yield outcomes as they are finished and written; the first failure, or closing this, stops the others."""
    stopped = threading.Event()

    def ask(case: Case) -> Outcome | None:
        outcome = None if stopped.is_set() else _asked(assistant, case, judge, stopped)
        if outcome is None or stopped.is_set():  # its answer may be cut off
            return None
        writer.add(outcome)
        return outcome

    with ThreadPoolExecutor(workers) as pool:
        try:
            for asked in as_completed([pool.submit(ask, case) for case in cases]):
                outcome = asked.result()
                assert outcome is not None
                yield outcome
        finally:
            stopped.set()


def _asked(assistant: Assistant, case: Case, judge: Judge | None, stopped: threading.Event) -> Outcome:
    try:
        answer, trace = _answer(assistant, case, stopped)
        record = answer.to_dict()
        judged = judge.judged_right(case, record) if judge else None
    except AbstractQAError as error:
        raise AbstractQAError(
            f"The run stopped at case {case.id!r}: {error} What is answered is kept; then go on with --resume"
        ) from error
    opinion = {} if judged is None else {"judged_right": judged}
    return Outcome(case, record, trace, measure(case, record) | opinion)


def _answer(assistant: Assistant, case: Case, stopped: threading.Event) -> tuple[Answer, dict[str, Any]]:
    """Ask a case, and once more when the model fails: one that died is started again by then."""
    try:
        answer, trace = _streamed(assistant, case, stopped)
        failure = trace.get("cut_off")
        if failure is None:
            return answer, trace
    except GenerationFailed as failed:
        failure = str(failed)
    logger.warning("Case %r is asked once more. %s", case.id, failure)
    return _streamed(assistant, case, stopped)


def _streamed(assistant: Assistant, case: Case, stopped: threading.Event) -> tuple[Answer, dict[str, Any]]:
    trace: dict[str, Any] = {"evidence": [], "draft": ""}
    for event in assistant.stream(case.question, case.history, stopped):
        if isinstance(event, SourcesFound):
            sentences = [evidence.sentence for evidence in event.evidence]
            trace["evidence"] = [{"paper_id": s.paper_id, "number": s.number, "text": s.text} for s in sentences]
            trace["answerable"] = event.answerable
        elif isinstance(event, TextWritten):
            trace["draft"] += event.text
        elif isinstance(event, CutOff):
            trace["cut_off"] = event.reason
        else:
            answer = event
    return answer, trace
