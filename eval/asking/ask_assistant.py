"""Ask the assistant one case: its answer as JSON, the trace behind it, and the metrics."""

import logging
import threading
from typing import Any

from eval.asking.runs import Outcome
from eval.metrics import measure
from eval.sets.question_set import Case
from rag.answer import Answer
from rag.assistant import Assistant
from rag.events import CutOff, SourcesFound, TextWritten
from rag.models.llm.generation import GenerationFailed

logger = logging.getLogger(__name__)


def ask_assistant(assistant: Assistant, stopped: threading.Event, case: Case) -> Outcome:
    """Ask a case, and once more when the model fails, because a dead model process is restarted.

    Setting `stopped` ends the writing. Raises GenerationFailed when the model fails twice before its first word.
    """
    answer, trace = _answer(assistant, stopped, case)
    record = answer.to_dict()
    return Outcome(case, record, trace, measure(case, record))


def _answer(assistant: Assistant, stopped: threading.Event, case: Case) -> tuple[Answer, dict[str, Any]]:
    try:
        answer, trace = _streamed(assistant, stopped, case)
        failure = trace.get("cut_off")
        if failure is None:
            return answer, trace
    except GenerationFailed as failed:
        failure = str(failed)
    logger.warning("Case %r is repeated. %s", case.id, failure)
    return _streamed(assistant, stopped, case)


def _streamed(assistant: Assistant, stopped: threading.Event, case: Case) -> tuple[Answer, dict[str, Any]]:
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
