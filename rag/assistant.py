"""The assistant: the steps from a question to a cited answer, in order."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index_store.paper_conditions import Conditions
from index_store.records import Paper, RetrievedPassage
from rag.answer import Answer
from rag.answering.answer_part import Answered, answer_parts
from rag.answering.extractive import quoted
from rag.answering.language_model import LanguageModel
from rag.answering.reply import Reply
from rag.answering.translation import in_english, in_language
from rag.collection.collected import COLLECTION
from rag.collection.from_plan import from_collection
from rag.events import CutOff, Event, SourcesFound, TextWritten
from rag.grounding.grounding import numbered
from rag.ingest.incoming import IngestReport, Preview
from rag.ingest.raw_record import Field
from rag.ingest.removing import Removed
from rag.machine.home import collection_folder, home_folder
from rag.machine.progress import Progress, silent
from rag.map.paper_map import PaperMap
from rag.models.embedder.embedding import open_embedder
from rag.models.store.model_store import ModelStore
from rag.plan.read_as import read_as
from rag.question.asked import ChatTurn, Question, as_follow_up, as_standalone, understand
from rag.question.part import Part, evidence_of, passages_of
from rag.question.parts import parts_of
from rag.question.planned import planned
from rag.question.topic_change import search_by_name, turns_on_topic
from rag.reading.reader import judged
from rag.refusing.refusal import before_reading
from rag.retrieval.gate import SURELY_ANSWERABLE
from rag.retrieval.library import Library
from rag.retrieval.search import PaperFilter, Search, SearchResult, answers_follow_up, find_evidence
from rag.settings import Settings, load_settings
from rag.text.language import ENGLISH, language_of

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

EXTRACTIVE = "none (extractive)"  # the model named by an answer that no model wrote


class Assistant:
    """Answers questions from one collection of abstracts; safe to share between threads."""

    def __init__(self, settings: Settings, library: Library, store: ModelStore, progress: Progress = silent) -> None:
        self.settings, self.library = settings, library
        weights = partial(_fetch, store, progress)
        self.model = LanguageModel(settings, weights, home_folder() / "drafts.sqlite", progress)

    @classmethod
    def load(cls, progress: Progress = silent, **overrides: Any) -> "Assistant":
        """Return an assistant; keyword arguments override the environment, and that the settings file.

        The first use builds the index. Raises AbstractQAError for wrong settings, models or index.
        """
        settings = load_settings(**overrides)
        store = ModelStore(home_folder() / "models")
        if not settings.llm_url and not Path(settings.llm).exists():
            store.path(settings.llm)  # an unknown name is an error now, not after the index is built
        embedder = open_embedder(settings.embedder, partial(_fetch, store, progress))
        library = Library(collection_folder(settings.collection), embedder, progress, settings.collection)
        return cls(settings, library, store, progress)

    @property
    def llm(self) -> "LLM":
        """Return the language model, loaded at the first question that needs it."""
        return self.model.llm

    def prepare_llm(self) -> None:
        """Start to load a local language model in the background; an error is raised only when it is needed."""
        self.model.prepare()

    def ask(
        self,
        question: str,
        history: Sequence[ChatTurn] = (),
        extractive: bool = False,
        among: Conditions | None = None,
    ) -> Answer:
        """Return the answer to a question.

        Args:
            question: at most 2,000 characters.
            history: earlier turns, oldest first, each with `question` and `answer`.
            extractive: quote the best evidence sentences; no language model is loaded.
            among: what the records of the papers that are asked must have; None: all are asked.

        Raises:
            AbstractQAError: for an empty or too long question, or a model that fails before it writes anything.
        """
        *_, answer = self.stream(question, history, extractive=extractive, among=among)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[ChatTurn] = (),
        stopped: threading.Event | None = None,
        extractive: bool = False,
        among: Conditions | None = None,
    ) -> Iterator[Event]:
        """Yield SourcesFound, then TextWritten as the model writes, then the finished Answer.

        Setting `stopped` ends the writing; the Answer then holds what was written so far. The same is done after a
        CutOff if the model fails or takes too long.
        """
        stopped, started = stopped or threading.Event(), time.monotonic()
        find = partial(self.find, conditions=among)
        history = turns_on_topic(history, find, self.library.index.lexical)
        asked = understand(question, history)
        language = language_of(asked.text)
        if not extractive and language != ENGLISH:
            asked = in_english(asked, history, partial(self.model.write, stopped=stopped))
        asked, history, plan = planned(asked, history, None if extractive else self.model, stopped)
        collected = from_collection(plan, self.library, among)
        asked, found = (asked, find(asked.standalone)) if collected else self._search(asked, history, find)
        parts = parts_of(asked, found, find, plan)
        passages, retrieved = passages_of(parts), time.monotonic()
        model = COLLECTION if collected else EXTRACTIVE if extractive else self.settings.llm
        reply = Reply(asked, self.library, passages, model, started, retrieved, among=among, plan=plan)
        answerable = 1.0 if collected else max(part.found.answerable for part in parts)
        yield SourcesFound(read_as(plan) or asked.standalone, passages, evidence_of(parts), answerable)
        will_read = language == ENGLISH and not extractive  # a translation may lose words that the reading needs
        if collected:
            yield reply.answer(collected)
        elif len(parts) == 1 and (refusal := before_reading(parts[0], will_read)):
            yield reply.refusal(refusal)
        elif extractive:
            yield reply.answer(numbered(quoted(judged(found, self.library.index))))
        else:
            yield from self._written(reply, parts, language, stopped)

    def _written(self, reply: Reply, parts: Sequence[Part], language: str, stopped: threading.Event) -> Iterator[Event]:
        """Yield TextWritten as the model writes, then the Answer; only the Answer if it is to be translated."""
        answered = Answered()
        for step in answer_parts(parts, self.model, self.library, stopped):
            if isinstance(step, Answered):
                answered = step
            elif language == ENGLISH:
                reply = _with_first_written(reply) if step else reply
                yield TextWritten(step)
        if answered.failure and not answered.sentences:
            raise answered.failure
        if answered.refusal:
            yield reply.refusal(answered.refusal)
            return
        grounded = numbered(answered.sentences)
        if answered.failure:
            logger.warning("The answer is cut off. %s", answered.failure)
            yield CutOff(str(answered.failure))
        elif language != ENGLISH:
            grounded = in_language(grounded, language, partial(self.model.write, stopped=stopped))
            reply = _with_first_written(reply) if grounded.text else reply
        yield reply.answer(grounded, answered.missing, cut_off=bool(answered.failure) or stopped.is_set())

    def search(self, question: str, limit: int = 10, among: Conditions | None = None) -> list[RetrievedPassage]:
        """Return the passages nearest to a question, best first, at most one per paper; None for `among`: of all."""
        standalone = understand(question).standalone
        with self.model.paused_for_search():
            return self.library.search(self.library.embedder.read_query(standalone), limit, among)

    def papers(self, among: Conditions | None = None) -> list[Paper]:
        """Return every paper of the collection, or those whose records fit."""
        return self.library.papers(among)

    def map(self) -> PaperMap:
        """Return where each paper stands, and the topics that papers form."""
        return self.library.map

    def preview(self, *paths: str | Path) -> Preview:
        """Return what an ingest of files and folders would store and report; nothing is stored."""
        return self.library.preview(*map(Path, paths))

    def ingest(self, *paths: str | Path, columns: Mapping[Field, str] | None = None) -> IngestReport:
        """Add the papers of files and folders to the collection; one bad record never stops the rest.

        `columns` names the columns of a table that mean `title`, `abstract` and so on, where they cannot be told.
        """
        return self.library.ingest(*map(Path, paths), columns=columns)

    def remove(self, *paper_ids: str, source: str | None = None) -> Removed:
        """Remove papers by id, or those that came from the file `source` alone."""
        return self.library.remove(*paper_ids, source=source)

    def undo(self) -> None:
        """Go back to the papers before the last ingest or removal."""
        self.library.undo()

    def as_retriever(self) -> "BaseRetriever":
        """Return a LlamaIndex retriever over the collection."""
        from rag.llama_index import PassageRetriever

        return PassageRetriever(
            lambda question: self.search(question, self.settings.passages),
            lambda paper_id: self.library.paper(paper_id).title,
        )

    def as_query_engine(self) -> "BaseQueryEngine":
        """Return a LlamaIndex query engine that answers with citations."""
        from rag.llama_index import CitingQueryEngine

        return CitingQueryEngine(self.ask)

    def find(self, question: str, among: PaperFilter = None, conditions: Conditions | None = None) -> SearchResult:
        """Return passages and evidence for a standalone question.

        `among` says which papers may give evidence, `conditions` which are searched; None: all.
        """
        lengths = self.settings.passages, self.settings.evidence_tokens
        with self.model.paused_for_search():
            return find_evidence(self.library, question, *lengths, among, conditions)

    def _search(self, question: Question, history: Sequence[ChatTurn], find: Search) -> tuple[Question, SearchResult]:
        """Return a question, as a follow-up or standalone, and what is found for it.

        A question that looks like a follow-up is standalone if it names its paper. One that looks standalone is a
        follow-up if the search finds no answer without its history.
        """
        if named := search_by_name(question, find, self.library.index.lexical):
            return as_standalone(question), named
        found = find(question.standalone)
        if found.answerable >= SURELY_ANSWERABLE or question.questions_before or not history:
            return question, found
        follow_up = as_follow_up(question, history)
        again = find(follow_up.standalone)
        return (follow_up, again) if answers_follow_up(again, question.text) else (question, found)


def _with_first_written(reply: Reply) -> Reply:
    """Return a reply with the time of its first word: now, if not set before."""
    return reply if reply.first_written else replace(reply, first_written=time.monotonic())


def _fetch(store: ModelStore, progress: Progress, name: str) -> Path:
    return store.fetch(name, partial(progress, f"Fetching {name}"))
