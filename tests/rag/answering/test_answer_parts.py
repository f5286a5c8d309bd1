"""What the way a model reads decides: whether it writes at all, from what, and what is quoted beside its words."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from llama_index.core.base.llms.types import ChatMessage

from rag.answer import Answer
from rag.assistant import Assistant
from rag.models.store.model_store import ModelStore
from rag.plan.plan import Plan
from rag.retrieval.library import Library
from rag.settings import Settings
from tests.scripted_llm import ScriptedLLM, saying

pytestmark = pytest.mark.usefixtures("made_reader")

QUESTION = "How much smaller are Compressor's models?"
TRUE = "Compressor's models are 160 times smaller than the original size."
DOTS = "Users remove consonantal dots from Arabic letters in order to bypass content-classification algorithms."
TASKS, BITS = "How many Python tasks does CoderEval contain?", "To what precision can GLM-130B be quantized?"
INVENTED = "Zeppelins cross the Atlantic in 80 hours."


class TellingLLM(ScriptedLLM):
    """Says what a script does, and looks at the sentences that hold `looks_at`.

    It finds answers by `judged` logits, but to no question with the words `unanswered`.
    """

    heads: tuple[tuple[int, int], ...] = ((0, 0),)
    judged: float | None = 3.0
    judged_few: float | None = None  # of no more than four sentences, if otherwise
    looks_at: str = "160 times"
    unanswered: str = "\0"
    asides: list[str] = []
    shown: list[int] = []  # evidence sentences, each time

    def read(
        self, messages: Sequence[ChatMessage], aside: str, sentences: Sequence[str]
    ) -> Iterator[dict[str, Any] | None]:
        self.asides.append(aside)
        self.shown.append(len(sentences))
        yield None
        looked = [self.looks_at in sentence for sentence in sentences]
        looks = [[one / max(1, sum(looked)) for one in looked]]
        judged = self.judged_few if self.judged_few is not None and len(sentences) <= 4 else self.judged
        judged = -3.0 if self.unanswered in str(messages[-1].content) else judged
        yield None if judged is None else {"judged": judged, "looks": looks if self.looks_at else None}

    def state(self, messages: Sequence[ChatMessage]) -> Iterator[None]:
        yield None  # its questions have no plan


def telling(text: str, **more: Any) -> TellingLLM:
    llm = TellingLLM(saying(text)._script)
    for name, value in more.items():
        setattr(llm, name, value)
    return llm


@pytest.fixture
def ask(shared_library: Library, model_store: ModelStore, home: object, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Return a way to ask a model; `parts` is the plan that it would write for a question."""

    def ask(
        llm: ScriptedLLM, question: str = QUESTION, extractive: bool = False, parts: tuple[str, ...] = ()
    ) -> Answer:
        assistant = Assistant(Settings(keep_drafts=False), shared_library, model_store)
        assistant.model.__dict__["_loaded"] = llm
        if parts:
            plan = Plan("several", questions=tuple(parts))
            monkeypatch.setattr("rag.steps.planned", lambda asked, *_: (asked, plan))
        return assistant.ask(question or " ".join(parts), extractive=extractive)

    return ask


def test_nothing_is_written_where_the_model_does_not_find_the_answer(ask) -> None:  # type: ignore[no-untyped-def]
    llm = telling(TRUE, judged=-3.0)
    answer = ask(llm)
    assert answer.status == "abstained"
    assert set(llm.asides) == {"Do these sentences state the answer to the question? Reply Yes or No."}
    assert len(llm.asides) == 2  # of all, and of what it looked at
    assert llm.prompts == []


def test_what_the_gate_doubts_is_decided_by_a_model_that_tells_how_it_reads(ask) -> None:  # type: ignore[no-untyped-def]
    question = "Why would somebody leave the little marks of a Semitic script out of posts online?"
    llm = telling(DOTS, looks_at="consonantal dots")
    assert ask(llm, question).status == "answered"
    assert ask(telling(DOTS, judged=-3.0), question).status == "abstained"
    assert ask(llm, question, extractive=True).status == "abstained"


def test_what_the_gate_doubts_is_not_asked_of_a_model_that_does_not_tell_how_it_reads(ask) -> None:  # type: ignore[no-untyped-def]
    mute = saying(DOTS)
    assert ask(mute, "Why would somebody leave the little marks of a Semitic script out of posts online?").status == (
        "abstained"
    )
    assert mute.prompts == []


def test_what_the_gate_doubts_of_a_translated_question_is_not_asked(ask) -> None:  # type: ignore[no-untyped-def]
    llm = telling("Why would somebody leave the little marks of a Semitic script out of posts online?")
    answer = ask(llm, "Warum lässt jemand in seinen Beiträgen die kleinen Zeichen einer semitischen Schrift weg?")
    assert answer.status == "abstained"
    assert llm.asides == []


def test_unsure_it_reads_the_four_likeliest_alone_and_writes_from_them(ask) -> None:  # type: ignore[no-untyped-def]
    llm = telling(TRUE, judged=0.3, judged_few=3.0)
    assert ask(llm).status == "answered"
    every, few = llm.shown
    assert every > few == llm.prompts[-1].count("\n- ") == 4
    assert llm.prompts[-1].count("160 times") == 1
    mute = saying(TRUE)
    ask(mute)
    assert mute.prompts[-1].count("\n- ") == every


def test_what_it_cites_is_not_quoted_once_more(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask(telling(TRUE)).text == TRUE[:-1] + " [1]."


def test_the_sentence_it_looked_at_and_did_not_use_is_quoted(ask) -> None:  # type: ignore[no-untyped-def]
    beside = "A genetic algorithm of Compressor guides the simplification process."
    answer = ask(telling(beside, looks_at="160 times"))
    said, quoted = answer.sentences
    assert said.text == beside
    assert quoted.text == f"“{answer.citations[-1].quote}”"
    assert "160 times" in quoted.text
    assert quoted.support == "supported"


@pytest.mark.parametrize(("judged", "judged_few", "status"), [(0.3, -3.0, "abstained"), (-1.0, 3.0, "answered")])
def test_both_readings_decide(judged: float, judged_few: float, status: str, ask) -> None:  # type: ignore[no-untyped-def]
    assert ask(telling(TRUE, judged=judged, judged_few=judged_few)).status == status


def test_a_model_that_does_not_tell_where_it_looked_decides_and_writes_all_the_same(ask) -> None:  # type: ignore[no-untyped-def]
    assert ask(telling(TRUE, looks_at="")).text == TRUE[:-1] + " [1]."
    assert ask(telling(TRUE, looks_at="", judged=-3.0)).status == "abstained"


@pytest.mark.parametrize(
    "draft", [INVENTED, "The models of Compressor are 12 times smaller than the original size.", "NOT STATED"]
)
def test_where_the_draft_is_wrong_or_says_nothing_the_quotation_alone_is_the_answer(draft: str, ask) -> None:  # type: ignore[no-untyped-def]
    (quoted,) = ask(telling(draft)).sentences
    assert quoted.kind == "quoted"
    assert "160 times" in quoted.text


def test_where_nothing_is_borne_and_nothing_is_surely_part_the_likeliest_is_quoted(ask) -> None:  # type: ignore[no-untyped-def]
    llm = telling(INVENTED, looks_at="o")  # in every sentence
    [sentence] = ask(llm).sentences
    assert sentence.kind == "quoted"
    assert llm.prompts


def test_a_paper_that_is_near_but_not_found_first_is_not_called_silent(ask) -> None:  # type: ignore[no-untyped-def]
    llm = telling(INVENTED, looks_at="o", judged=-3.0)
    question = "Why do large backbones fail to reject off-task inputs that resemble what they saw during pretraining"
    answer = ask(llm, f"{question}, and which backbones are hit hardest?")
    assert answer.status == "abstained"
    first, *others = answer.passages
    assert any(other.dense_score > first.dense_score for other in others)
    assert not any(answer.titles[other.chunk.paper_id] in answer.text for other in others)


def test_an_answer_that_turns_its_question_round_is_a_contradiction(ask) -> None:  # type: ignore[no-untyped-def]
    corrected = "Pre-training mainly contributes to the encoder while back-translation brings benefits to the decoder."
    llm = telling(corrected)
    answer = ask(llm, "Why does pre-training help the decoder in NMT while back-translation helps the encoder?")
    assert llm.prompts
    assert answer.status == "abstained"
    assert "contradicts" in answer.text
    assert "PT mainly contributes to the encoder module" in answer.text


def test_a_part_without_an_answer_is_named(ask) -> None:  # type: ignore[no-untyped-def]
    unborne = saying("CoderEval has 230 Python tasks.", INVENTED)
    unread = telling("CoderEval has 230 Python tasks.", looks_at="o", unanswered="To what precision")
    for llm in (unborne, unread):
        answer = ask(llm, "", parts=(TASKS, BITS))
        assert answer.status == "partial"
        assert answer.text == (
            "CoderEval has 230 Python tasks [1]. No answer was found to “To what precision can GLM-130B be quantized?”"
        )
        assert len(answer.sentences) == len(answer.citations) == 1


def test_a_clause_about_nothing_in_the_collection_is_named(ask) -> None:  # type: ignore[no-untyped-def]
    llm = saying("GLM-130B has 130 billion parameters.")
    answer = ask(llm, "", parts=("How many parameters does GLM-130B have?", "Who won the football world cup?"))
    assert len(llm.prompts) == 1
    assert answer.text == (
        "GLM-130B has 130 billion parameters [1]. No answer was found to “Who won the football world cup?”"
    )


def test_parts_are_numbered_as_one_answer(ask) -> None:  # type: ignore[no-untyped-def]
    llm = saying("CoderEval has 230 Python tasks.", "GLM-130B can be quantized to INT4.")
    answer = ask(llm, "", parts=(TASKS, BITS))
    assert answer.status == "answered"
    assert answer.text == "CoderEval has 230 Python tasks [1]. GLM-130B can be quantized to INT4 [2]."
    assert {p.chunk.paper_id for p in answer.passages} >= {c.paper.paper_id for c in answer.citations}


def test_what_was_read_is_read_once(shared_library: Library, model_store: ModelStore, home: object) -> None:
    assistant = Assistant(Settings(), shared_library, model_store)
    assistant.model.__dict__["_loaded"] = llm = telling(TRUE)
    assert assistant.ask(QUESTION).text == assistant.ask(QUESTION).text
    assert (len(llm.asides), len(llm.prompts)) == (1, 1)
