"""Time one question in one system: its sources, first words, last words and whole answer."""

import time
from dataclasses import dataclass

from eval.asking.baselines import Baseline
from eval.asking.plain_transformers import PlainTransformers
from rag.answer import Answer
from rag.answering.prompting import build_messages
from rag.assistant import Assistant
from rag.events import SourcesFound, TextWritten
from rag.question.asked import understand

ENOUGH_TOKENS = 8  # a shorter answer gives no rate: its first piece may be the whole of it


@dataclass(frozen=True)
class Timed:
    """One question answered by one system: milliseconds since the question, None for a step that did not happen.

    `prompt_tokens` is the length of the whole prompt, also where a kept prefix was not read again; 0 without a prompt.
    """

    refused: bool
    retrieve_ms: int
    first_token_ms: int | None
    last_token_ms: int | None
    total_ms: int
    prompt_tokens: int
    written_tokens: int
    text: str

    @property
    def tokens_read_a_second(self) -> float | None:
        """Return the prompt tokens per second between the sources and the first words."""
        if self.first_token_ms is None or self.first_token_ms == self.retrieve_ms:
            return None
        return 1000 * self.prompt_tokens / (self.first_token_ms - self.retrieve_ms)

    @property
    def tokens_written_a_second(self) -> float | None:
        """Return the rate after the first words; None for a short answer."""
        if self.first_token_ms is None or self.last_token_ms is None or self.written_tokens < ENOUGH_TOKENS:
            return None
        return 1000 * (self.written_tokens - 1) / max(1, self.last_token_ms - self.first_token_ms)


def ask_ours(assistant: Assistant, question: str, llm: PlainTransformers) -> Timed:
    """Time our assistant; tokens are counted with the tokenizer of `llm`."""
    started = time.monotonic()
    draft, prompt = "", ""
    retrieve_ms = total_ms = 0
    first_token_ms = last_token_ms = None
    refused = True
    for event in assistant.stream(question):
        now = round((time.monotonic() - started) * 1000)
        if isinstance(event, SourcesFound):
            retrieve_ms, sources = now, event
        elif isinstance(event, TextWritten) and event.text:
            first_token_ms = now if first_token_ms is None else first_token_ms
            last_token_ms = now
            draft += event.text
        elif isinstance(event, Answer):
            total_ms, refused = now, event.status == "abstained"
    if draft:
        prompt = llm.prompt_of(build_messages(understand(question).text, sources.evidence))
    return Timed(
        refused, retrieve_ms, first_token_ms, last_token_ms, total_ms,
        llm.count_tokens(prompt), llm.count_tokens(draft), draft,
    )  # fmt: skip


def ask_baseline(baseline: Baseline, question: str) -> Timed:
    """Time a baseline."""
    answer = baseline.answer(question)
    return Timed(
        refused=answer.refused,
        retrieve_ms=answer.retrieve_ms,
        first_token_ms=answer.first_token_ms,
        last_token_ms=answer.first_token_ms and answer.total_ms,
        total_ms=answer.total_ms,
        prompt_tokens=answer.prompt_tokens,
        written_tokens=baseline.llm.count_tokens(answer.text),
        text=answer.text,
    )
