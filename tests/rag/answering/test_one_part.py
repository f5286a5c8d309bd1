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
from rag.answering.reading import Reading
from rag.question.asked import Question, understand
from rag.question.part import Part
from rag.question.parts import parts_of
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.retrieval.search import PaperFilter, SearchResult, find_evidence

ASKED = "What share of the parameters do DVPT and Point-PEFT each train?"
GOLD = "only 5% of the trainable parameters"
DOUBTFUL = -0.3  # logits: a probability of 0.28


class Scripted:
    """Reads every prompt with the same doubt, looks at one sentence most, and writes the drafts given, one by one."""

    settings = SimpleNamespace(evidence_tokens=400)

    def __init__(self, *drafts: str, judged: float = 3.0, share: float = 0.35) -> None:
        self.drafts, self.judged, self.share = iter(drafts), judged, share
        self.asked: list[str] = []

    def paused_for_search(self) -> Any:
        return nullcontext()

    def read(self, messages: Sequence[ChatMessage], evidence: Sequence[Evidence], stopped: threading.Event) -> Reading:
        rest = (1 - self.share) / max(1, len(evidence) - 1)
        return Reading(
            evidence, self.judged, (tuple(self.share if GOLD in e.sentence.text else rest for e in evidence),)
        )

    def write(self, messages: Sequence[ChatMessage], stopped: threading.Event) -> Iterator[str]:
        self.asked.append(str(messages[-1].content))
        yield next(self.drafts)


@pytest.fixture
def parts(shared_library: Library) -> list[Part]:
    def find(text: str, among: PaperFilter = None) -> SearchResult:
        return find_evidence(shared_library, text, 6, 400, among)

    question = understand(ASKED)
    return parts_of(question, find(question.standalone), find, shared_library.names)


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


def test_what_the_model_doubts_is_quoted_where_the_same_is_asked_of_several_papers(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    [(quoted, support)] = answer(Scripted(judged=DOUBTFUL))
    assert GOLD in quoted
    assert support == "supported"
    assert answer(Scripted(judged=DOUBTFUL), replace(point_peft, other_names=())) == []
    assert answer(Scripted(judged=-0.6)) == []  # a probability of 0.14
    assert answer(Scripted(judged=DOUBTFUL, share=0.1)) == []


def test_a_sentence_that_speaks_of_another_system_is_not_shown(answer, parts: list[Part]) -> None:  # type: ignore[no-untyped-def]
    dvpt = parts[0]
    drafts = "DVPT adds 0.5% extra trainable parameters.", "Beside Point-PEFT, DVPT adds 0.5% extra parameters."
    [(sentence, _)] = answer(Scripted(" ".join(drafts)), dvpt)
    assert sentence == drafts[0]
    assert len(answer(Scripted(" ".join(drafts)), replace(dvpt, other_names=()))) == 2


def test_a_paper_of_which_nothing_can_be_said_is_asked_about_alone(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    model = Scripted("DVPT trains 7%.", "Point-PEFT uses only 5% of the trainable parameters.", share=0.1)
    assert [sentence for sentence, _ in answer(model)] == ["Point-PEFT uses only 5% of the trainable parameters."]
    together, alone = model.asked
    assert "DVPT" in together
    assert "DVPT" not in alone
    assert answer(Scripted("DVPT trains 7%.", share=0.1), replace(point_peft, other_names=())) == []


def test_nothing_is_asked_again_once_stopped(answer) -> None:  # type: ignore[no-untyped-def]
    model = Scripted("DVPT trains 7%.", "Point-PEFT uses only 5% of the trainable parameters.", share=0.1)
    assert answer(model, stopped=True) == []
    assert len(model.asked) == 1


def test_what_was_told_or_asked_before_is_not_said_again_beside_an_answer(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    before = "What does Point-PEFT do?"
    plain = "How many of the trainable parameters does it use?"
    share = "Point-PEFT uses only 5% of the trainable parameters."
    framework = "Point-PEFT is a novel framework for adapting models with minimal learnable parameters."
    bank = "The Point-prior Prompt has a memory bank with domain-specific knowledge."

    def said(*drafts: str, told: str = "") -> list[str]:
        asked = Question(plain, plain, before, told)
        part = replace(point_peft, question=asked, other_names=())
        return [sentence for sentence, _ in answer(Scripted(" ".join(drafts), share=0.1), part)]

    assert said(framework, share, told=framework) == [share]
    assert said(bank, share) == [share]
    alone = Question(plain, plain)
    whole = answer(Scripted(f"{bank} {share}", share=0.1), replace(point_peft, question=alone, other_names=()))
    assert [sentence for sentence, _ in whole] == [bank, share]


def test_a_follow_up_that_gets_the_answer_before_it_is_asked_after_that_answer(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    told = "Point-PEFT is a novel framework for adapting point cloud pre-trained models."
    plain = "What does it train?"
    asked = Question(plain, plain, "What does Point-PEFT do?", told)
    part = replace(point_peft, question=asked, other_names=())
    share = "Point-PEFT uses only 5% of the trainable parameters."

    model = Scripted(told, share, share=0.1)
    assert [sentence for sentence, _ in answer(model, part)] == [share]
    assert "They spoke of: What does Point-PEFT do?\n" in model.asked[0]
    assert f"They spoke of: What does Point-PEFT do? {told}\n" in model.asked[1]

    unlike = Scripted(share, share=0.1)
    assert [sentence for sentence, _ in answer(unlike, part)] == [share]
    assert len(unlike.asked) == 1

    always = Scripted(told, told, told, share=0.1)
    assert [sentence for sentence, _ in answer(always, part)] == [told]
    assert "They spoke of: Point-PEFT\n" in always.asked[2]


def test_what_was_told_before_is_no_answer_to_what_it_has_no_word_of(answer, point_peft: Part) -> None:  # type: ignore[no-untyped-def]
    told = "Point-PEFT is a novel framework for adapting point cloud pre-trained models."
    for plain, said in (("And what about its accuracy?", []), ("Is it novel?", [told])):
        asked = Question(plain, plain, "What does Point-PEFT do?", told)
        part = replace(point_peft, question=asked, other_names=())
        assert [sentence for sentence, _ in answer(Scripted(told, told, told, share=0.1), part)] == said


def test_a_question_that_follows_another_is_asked_once_more_after_its_names_alone(  # type: ignore[no-untyped-def]
    answer, point_peft: Part
) -> None:
    def following(before: str) -> Part:
        plain = "What share of the parameters does it train?"
        asked = Question(plain, plain, before)
        return replace(point_peft, question=asked, other_names=())

    model = Scripted("It is a framework.", "Point-PEFT uses only 5% of the trainable parameters.", share=0.1)
    assert len(answer(model, following("How was Point-PEFT made?"))) == 1
    first, second = model.asked
    assert "How was Point-PEFT made?" in first
    assert "How was" not in second
    assert "They spoke of: Point-PEFT\n" in second
    unnamed = Scripted("It is a framework.", share=0.1)
    assert answer(unnamed, following("How was the framework made?")) == []
    assert len(unnamed.asked) == 1
