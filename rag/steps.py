"""The steps from a question to a cited answer, in order."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index_store.paper_conditions import Conditions
from rag.answer import Grounded
from rag.answering.extractive import quoted
from rag.answering.question_model import QuestionModel
from rag.answering.reply import Reply
from rag.answering.translation import in_english
from rag.answering.wanted import USUAL, Wanted
from rag.answering.written_reply import written
from rag.collection.collected import COLLECTION
from rag.collection.from_plan import from_collection
from rag.events import AtOnce, Event, SourcesFound, Stage, Told
from rag.grounding.grounding import numbered
from rag.plan.held_names import with_held_names
from rag.plan.plan import Plan
from rag.plan.read_as import read_as
from rag.question.asked import ChatTurn, Question, understand
from rag.question.part import evidence_of, passages_of
from rag.question.parts import parts_of
from rag.question.planned import plainly_planned, planned
from rag.question.searched import searched
from rag.reading.reader import judged
from rag.refusing.refusal import before_reading
from rag.retrieval.library import Library
from rag.retrieval.search import FilteredSearch, SearchResult
from rag.settings import Settings
from rag.text.language import ENGLISH, language_of

EXTRACTIVE = "none (extractive)"  # the model named by an answer that no model wrote


@dataclass(frozen=True)
class Steps:
    """What the steps of one question need: `find` searches the papers that fit `among`; `tell` is told of each step.

    `wanted` is how the answer is to be.
    """

    settings: Settings
    library: Library
    model: QuestionModel
    find: FilteredSearch
    stopped: threading.Event
    among: Conditions | None
    tell: Callable[[Told], None]
    wanted: Wanted = USUAL

    def answer(self, question: str, history: Sequence[ChatTurn], extractive: bool) -> Iterator[Event]:
        """Yield the events of the answer to a question."""
        started = time.monotonic()
        self.tell(Stage("searching"))
        asked = understand(question)
        language = language_of(asked.text)
        if not extractive and language != ENGLISH:
            asked = in_english(asked, partial(self.model.write, stopped=self.stopped))
        read = self._plainly_read(asked, history)
        if not extractive:
            self.tell(self._at_once(read, started))
            read = self._read_by_model(read, history)
        parts = parts_of(read.question, read.found, self.find, read.plan)
        parts = [replace(part, most_sentences=self.wanted.most_sentences) for part in parts]
        passages, retrieved = passages_of(parts), time.monotonic()
        name = COLLECTION if read.collected else EXTRACTIVE if extractive else self.settings.llm
        reply = Reply(read.question, self.library, passages, name, started, retrieved, among=self.among, plan=read.plan)
        answerable = 1.0 if read.collected else max(part.found.answerable for part in parts)
        yield SourcesFound(read_as(read.plan) or read.question.standalone, passages, evidence_of(parts), answerable)
        will_read = language == ENGLISH and not extractive  # a translation may lose words that the reading needs
        if read.collected:
            yield reply.answer(read.collected)
        elif len(parts) == 1 and (refusal := before_reading(parts[0], will_read)):
            yield reply.refusal(refusal)
        elif extractive:
            yield reply.answer(numbered(quoted(judged(read.found, self.library.index), self.wanted.most_sentences)))
        else:
            yield from written(reply, parts, self.wanted.language or language, self.model, self.stopped)

    def _plainly_read(self, asked: Question, history: Sequence[ChatTurn]) -> "Read":
        """Return a question as it is read without a model; one about records or the collection stands alone."""
        plan = plainly_planned(asked)
        question, found = searched(asked, history if plan == Plan() else (), self.find)
        return self._carried_out(Read(question, found, plan))

    def _read_by_model(self, first: "Read", history: Sequence[ChatTurn]) -> "Read":
        """Return a question as the model reads it; as it was read `first` if the model cannot."""
        history = history if first.plan == Plan() else ()  # a question that plain words answer leans on nothing
        made = planned(first.question, history, self.model, self.stopped)
        if made is None or made == (first.question, first.plan):
            return first
        question, plan = made
        if question == first.question:
            return self._carried_out(replace(first, plan=plan))
        self.tell(Stage("searching"))
        return self._carried_out(Read(question, self.find(question.standalone), plan))

    def _carried_out(self, read: "Read") -> "Read":
        """Return a question with the answer of the collection, if its plan is about records or the collection."""
        plan = with_held_names(read.plan, self.library.index)
        return replace(read, plan=plan, collected=from_collection(plan, self.library, self.among))

    def _at_once(self, first: "Read", started: float) -> AtOnce:
        """Return what can be told of a question before a language model reads it."""
        question, found = first.question, first.found
        sources = SourcesFound(question.standalone, found.passages, found.evidence, found.answerable)
        if not first.collected:
            return AtOnce(sources)
        now = time.monotonic()
        reply = Reply(
            question, self.library, found.passages, COLLECTION, started, now, among=self.among, plan=first.plan
        )
        return AtOnce(sources, reply.answer(first.collected))


@dataclass(frozen=True)
class Read:
    """A question as it is read, what is found for it, its plan, and the answer if it is one of the collection."""

    question: Question
    found: SearchResult
    plan: Plan
    collected: Grounded | None = None
