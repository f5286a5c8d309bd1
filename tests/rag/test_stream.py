"""What comes of an answer while it is written: its events in order, and what a stop or a dead model leaves."""

import threading
from collections.abc import Callable, Iterator

import pytest
from llama_index.core.llms import LLM

from rag import Assistant
from rag.answer import Answer
from rag.events import CutOff, SourcesFound, TextWritten
from rag.models.llm.generation import GenerationFailed
from tests.scripted_llm import ScriptedLLM, saying

With = Callable[[LLM], Assistant]

QUESTION = "How much smaller are Compressor's models?"
TRUE = "Compressor's models are 160 times smaller than the original size."


def test_sources_come_first_then_text_then_the_answer(assistant_with: With) -> None:
    events = list(assistant_with(saying(TRUE)).stream(QUESTION))
    assert isinstance(events[0], SourcesFound)
    assert all(isinstance(event, TextWritten) for event in events[1:-1])
    assert "".join(e.text for e in events[1:-1] if isinstance(e, TextWritten)).strip() == TRUE
    assert isinstance(events[-1], Answer)


def test_a_stop_keeps_what_was_written_and_closes_the_model(assistant_with: With) -> None:
    stopped = threading.Event()

    def endless(prompt: str) -> Iterator[str]:
        yield TRUE + " "
        while True:
            stopped.set()
            yield "more "

    llm = ScriptedLLM(endless)
    *_, answer = assistant_with(llm).stream(QUESTION, stopped=stopped)
    assert isinstance(answer, Answer)
    assert answer.status == "partial"
    assert TRUE[:-1] in answer.text
    assert llm.closed_early == [True]


def test_a_stream_that_is_dropped_closes_the_model(assistant_with: With) -> None:
    llm = saying("one two three four five six")
    stream = assistant_with(llm).stream(QUESTION)
    assert isinstance(next(stream), SourcesFound)
    next(stream)
    stream.close()
    assert llm.closed_early == [True]


def dies_after(*pieces: str) -> ScriptedLLM:
    def script(prompt: str) -> Iterator[str]:
        yield from pieces
        raise RuntimeError("out of\nmemory")

    return ScriptedLLM(script)


def test_a_model_that_dies_at_once_is_one_line(assistant_with: With) -> None:
    with pytest.raises(GenerationFailed, match="RuntimeError: out of memory.*abstract-qa doctor"):
        assistant_with(dies_after()).ask(QUESTION)


def test_a_model_that_dies_in_the_middle_leaves_what_it_wrote(assistant_with: With) -> None:
    *_, cut_off, answer = assistant_with(dies_after(TRUE)).stream(QUESTION)
    assert isinstance(cut_off, CutOff)
    assert "RuntimeError: out of memory" in cut_off.reason
    assert isinstance(answer, Answer)
    assert (answer.status, answer.text) == ("partial", TRUE[:-1] + " [1].")


def test_a_model_that_dies_before_a_word_that_holds_is_no_abstention(assistant_with: With) -> None:
    with pytest.raises(GenerationFailed, match="out of memory"):
        assistant_with(dies_after("Zebras dance")).ask(QUESTION)


def test_a_draft_that_was_cut_off_is_written_anew(assistant_with: With) -> None:
    assert assistant_with(dies_after(TRUE + " ", "And")).ask(QUESTION).status == "partial"
    assert assistant_with(saying(TRUE)).ask(QUESTION).status == "answered"
