"""One part of a question, answered by a model whose every reading and word is known."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from llama_index.core.llms import ChatMessage

from rag.answering.answer_part import answer_part
from rag.plan.plan import Plan
from rag.question.asked import Question, understand
from rag.question.part import Part
from rag.question.parts import parts_of
from rag.reading.reading import Reading
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.retrieval.search import PaperFilter, SearchResult, find_evidence

ASKED = ("What share of the parameters does DVPT train?", "What share of the parameters does Point-PEFT train?")
GOLD = "only 5% of the trainable parameters"

pytestmark = pytest.mark.usefixtures("made_reader")


class Scripted:
    """Reads every prompt with the same logit, looks at one sentence by a share, and writes the drafts in turn.

    From a share of 0.3 on the reader of these tests holds the sentence part of the answer.
    """

    settings = SimpleNamespace(evidence_tokens=400)

    def __init__(self, *drafts: str, judged: float = 3.0, share: float = 0.2, looks_at: str = GOLD) -> None:
        self.drafts, self.judged, self.share, self.looks_at = iter(drafts), judged, share, looks_at
        self.asked: list[str] = []

    def paused_for_search(self) -> Any:
        return nullcontext()

    def read(self, messages: Sequence[ChatMessage], evidence: Sequence[Evidence], stopped: threading.Event) -> Reading:
        rest = (1 - self.share) / max(1, len(evidence) - 1)
        return Reading(
            evidence, self.judged, (tuple(self.share if self.looks_at in e.sentence.text else rest for e in evidence),)
        )

    def write(self, messages: Sequence[ChatMessage], stopped: threading.Event) -> Iterator[str]:
        self.asked.append(str(messages[-1].content))
        yield next(self.drafts)


@pytest.fixture
def parts(shared_library: Library) -> list[Part]:
    def find(text: str, among: PaperFilter = None) -> SearchResult:
        return find_evidence(shared_library, text, 6, 400, among)

    question = understand(" ".join(ASKED))
    return parts_of(question, find(question.standalone), find, Plan("several", questions=ASKED))


@pytest.fixture
def point_peft(parts: list[Part]) -> Part:
    return parts[1]


@pytest.fixture
def answer(point_peft: Part, shared_library: Library):  # type: ignore[no-untyped-def]
    def answer(model: Scripted, part: Part = point_peft, stopped: bool = False) -> list[tuple[str, str]]:
        event = threading.Event()
        if stopped:
            event.set()
        answering = answer_part(part, model, shared_library, event)  # type: ignore[arg-type]
        while True:
            try:
                next(answering)
            except StopIteration as end:
                return [(sentence.text, sentence.support) for sentence in end.value.sentences]

    return answer


def test_what_the_model_finds_no_answer_to_is_not_written(answer) -> None:  # type: ignore[no-untyped-def]
    model = Scripted("Point-PEFT uses only 5% of the trainable parameters.", judged=-3.0, share=0.5)
    assert answer(model) == []
    assert model.asked == []


def test_what_is_part_and_not_said_is_quoted_and_then_nothing_is_asked_again(answer) -> None:  # type: ignore[no-untyped-def]
    model = Scripted("DVPT trains 7%.", share=0.35)
    [(quoted, support)] = answer(model)
    assert GOLD in quoted
    assert support == "supported"
    assert len(model.asked) == 1


def test_nothing_is_asked_again_once_stopped(answer) -> None:  # type: ignore[no-untyped-def]
    model = Scripted("DVPT trains 7%.", "Point-PEFT uses only 5% of the trainable parameters.")
    assert answer(model, stopped=True) == []
    assert len(model.asked) == 1


def test_what_was_told_or_asked_before_is_not_said_again_beside_an_answer(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    before = "What does Point-PEFT do?"
    plain = "How many of the trainable parameters does it use?"
    share = "Point-PEFT uses only 5% of the trainable parameters."
    framework = "Point-PEFT is a novel framework for adapting models with minimal learnable parameters."
    modules = "The newly added PEFT modules consist of a Point-prior Prompt and a Geometry-aware Adapter."

    def said(*drafts: str, told: str = "") -> list[str]:
        asked = Question(plain, plain, before, told)
        part = replace(point_peft, question=asked)
        return [sentence for sentence, _ in answer(Scripted(" ".join(drafts)), part)]

    assert said(framework, share, told=framework) == [share]
    assert said(modules, share) == [share]
    alone = Question(plain, plain)
    whole = answer(Scripted(f"{modules} {share}"), replace(point_peft, question=alone))
    assert [sentence for sentence, _ in whole] == [modules, share]


def test_a_follow_up_that_gets_the_answer_before_it_is_asked_after_that_answer(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    told = "Point-PEFT is a novel framework for adapting point cloud pre-trained models."
    plain = "What does it train?"
    asked = Question(plain, plain, "What does Point-PEFT do?", told)
    part = replace(point_peft, question=asked)
    share = "Point-PEFT uses only 5% of the trainable parameters."

    model = Scripted(told, share)
    assert [sentence for sentence, _ in answer(model, part)] == [share]
    assert "They spoke of: What does Point-PEFT do?\n" in model.asked[0]
    assert f"They spoke of: What does Point-PEFT do? {told}\n" in model.asked[1]

    unlike = Scripted(share)
    assert [sentence for sentence, _ in answer(unlike, part)] == [share]
    assert len(unlike.asked) == 1

    always = Scripted(told, told, told)
    assert [sentence for sentence, _ in answer(always, part)] == [told]
    assert "They spoke of: Point-PEFT\n" in always.asked[2]


def test_what_was_told_before_is_no_answer_to_what_it_has_no_word_of(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    told = "Point-PEFT is a novel framework for adapting point cloud pre-trained models."
    for plain, said in (("And what about its accuracy?", []), ("Is it novel?", [told])):
        asked = Question(plain, plain, "What does Point-PEFT do?", told)
        part = replace(point_peft, question=asked)
        assert [sentence for sentence, _ in answer(Scripted(told, told, told), part)] == said


def test_a_question_that_follows_another_is_asked_once_more_after_its_names_alone(  # type: ignore[no-untyped-def]
    answer, point_peft: Part
) -> None:
    def following(before: str) -> Part:
        plain = "What share of the parameters does it train?"
        asked = Question(plain, plain, before)
        return replace(point_peft, question=asked)

    model = Scripted("Whales sing in the sea.", "Point-PEFT uses only 5% of the trainable parameters.")
    assert len(answer(model, following("How was Point-PEFT made?"))) == 1
    first, second = model.asked
    assert "How was Point-PEFT made?" in first
    assert "How was" not in second
    assert "They spoke of: Point-PEFT\n" in second
    unnamed = Scripted("Whales sing in the sea.")
    [(quoted, _)] = answer(unnamed, following("How was the framework made?"))
    assert quoted.startswith("“")
    assert len(unnamed.asked) == 1
