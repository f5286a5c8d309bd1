"""The assistant: the steps from a question to a cited answer, in order, and nothing else."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index_store.records import Paper, RetrievedPassage
from rag.answer import Answer
from rag.answering.answer_part import Answered, answer_parts
from rag.answering.extractive import quote_best
from rag.answering.language_model import LanguageModel
from rag.answering.reply import Reply
from rag.answering.translation import in_english, in_language
from rag.collection import COLLECTION, answer_from_collection, left_open
from rag.events import CutOff, Event, SourcesFound, TextWritten
from rag.grounding.grounding import numbered
from rag.machine.home import home_folder
from rag.machine.progress import Progress, silent
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.question.asked import Exchange, Question, leaning_on, standing_alone, understand
from rag.question.part import Part, evidence_of, passages_of
from rag.question.parts import parts_of
from rag.question.topic_change import found_by_name, of_one_subject
from rag.refusing.refusal import before_reading
from rag.retrieval.finding import SURE_ALONE, Among, Found, find_in, speaks_of
from rag.retrieval.library import IngestReport, Library
from rag.settings import Settings, load_settings
from rag.text.language import ENGLISH, language_of

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)


EXTRACTIVE = "none (extractive)"  # what an answer names as its model when none wrote it


class Assistant:
    """Answers questions from one collection of abstracts; safe to share between threads."""

    def __init__(self, settings: Settings, library: Library, store: ModelStore, progress: Progress = silent) -> None:
        self.settings = settings
        self.library = library
        weights = partial(_fetch, store, progress)
        self._model = LanguageModel(settings, weights, home_folder() / "drafts.sqlite", progress)

    @classmethod
    def load(cls, progress: Progress = silent, **overrides: Any) -> "Assistant":
        """Return an assistant by settings file < environment < keyword arguments; the first use builds the index.

        Raises AbstractQAError when settings, models or the index are not right, with the command that mends it.
        """
        settings = load_settings(**overrides)
        store = ModelStore(home_folder() / "models")
        if not settings.llm_url and not Path(settings.llm).exists():
            store.path(settings.llm)  # a name that nobody knows is told now, not after the index is built
        folder = Path(settings.embedder)
        if not folder.is_dir():
            folder = _fetch(store, progress, settings.embedder)
        library = Library(home_folder() / "index", Embedder(settings.embedder, folder), progress)
        return cls(settings, library, store, progress)

    @property
    def llm(self) -> "LLM":
        """Return the language model, loaded at the first question that needs it."""
        return self._model.llm

    def prepare_llm(self) -> None:
        """Let a language model of this machine load from now on; what is wrong with it is told when it is needed."""
        self._model.prepare()

    def ask(self, question: str, history: Sequence[Exchange] = (), extractive: bool = False) -> Answer:
        """Return the answer to a question.

        Args:
            question: what is asked, at most 2,000 characters.
            history: earlier turns, oldest first, each with `question` and `answer`.
            extractive: quote the sentences that bear most on the question; no language model is loaded.

        Raises:
            AbstractQAError: for a question that cannot be taken, or a model that fails before it wrote anything.
        """
        *_, answer = self.stream(question, history, extractive=extractive)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Exchange] = (),
        stopped: threading.Event | None = None,
        extractive: bool = False,
    ) -> Iterator[Event]:
        """Yield SourcesFound, then TextWritten as the model writes, then the finished Answer.

        Setting `stopped` ends the writing; what was written until then is grounded and returned. The same is done
        when the model fails or takes too long, after a CutOff that says so.
        """
        stopped, started = stopped or threading.Event(), time.monotonic()
        history = of_one_subject(history, self.find, self.library.index.lexical)
        asked = understand(question, history)
        language = language_of(asked.text)
        if not extractive and language != ENGLISH:
            asked = in_english(asked, history, partial(self._model.write, stopped=stopped))
        asked, found = self._found(asked, history)
        collected = answer_from_collection(asked.collection, self.library) if asked.collection else None
        parts = [Part(asked, found)] if collected or extractive else parts_of(asked, found, self.find, self.library.names)
        passages, retrieved = passages_of(parts), time.monotonic()
        model = COLLECTION if collected else EXTRACTIVE if extractive else self.settings.llm
        reply = Reply(asked, self.library, passages, model, started, retrieved)
        answerable = 1.0 if collected else max(part.found.answerable for part in parts)
        yield SourcesFound(asked.standalone, passages, evidence_of(parts), answerable)
        will_read = language == ENGLISH and not extractive  # a translation may have lost the words that would tell
        if collected and asked.collection:
            yield reply.answer(collected, left_open(asked.collection))
        elif len(parts) == 1 and (refusal := before_reading(parts[0], will_read)):
            yield reply.refusal(refusal)
        elif extractive:
            yield reply.answer(numbered(quote_best(asked.standalone, found.evidence)))
        else:
            yield from self._written(reply, parts, language, stopped)

    def _written(self, reply: Reply, parts: Sequence[Part], language: str, stopped: threading.Event) -> Iterator[Event]:
        """Yield TextWritten as the model writes, then the Answer; in another language the Answer alone."""
        answered = Answered()
        for step in answer_parts(parts, self._model, self.library, stopped):
            if isinstance(step, Answered):
                answered = step
            elif language == ENGLISH:
                reply = _begun(reply) if step else reply
                yield TextWritten(step)
        if answered.refusal:
            yield reply.refusal(answered.refusal)
            return
        if answered.failure and not answered.said:
            raise answered.failure
        grounded = numbered(answered.said)
        if answered.failure:
            logger.warning("The answer is cut off. %s", answered.failure)
            yield CutOff(str(answered.failure))
        elif language != ENGLISH:
            grounded = in_language(grounded, language, partial(self._model.write, stopped=stopped))
            reply = _begun(reply) if grounded.text else reply
        yield reply.answer(grounded, answered.missing, cut_off=bool(answered.failure) or stopped.is_set())

    def search(self, question: str, limit: int = 10) -> list[RetrievedPassage]:
        """Return the passages nearest to a question, best first, at most one a paper."""
        standalone = understand(question).standalone
        with self._model.urgent():
            return self.library.search(self.library.embedder.read_query(standalone), limit)

    def papers(self) -> list[Paper]:
        """Return every paper of the collection."""
        return self.library.papers()

    def ingest(self, path: str | Path) -> IngestReport:
        """Add the papers of a file or folder to the collection; one bad record never stops the rest."""
        return self.library.ingest(Path(path))

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

    def find(self, question: str, among: Among = None) -> Found:
        """Return what retrieval brings for a question that stands alone, from the papers that `among` holds for."""
        with self._model.urgent():
            return find_in(self.library, question, self.settings.passages, self.settings.evidence_tokens, among)

    def _found(self, question: Question, history: Sequence[Exchange]) -> tuple[Question, Found]:
        """Return a question and what is found for it.

        One that seems to lean on its history stands alone where it names its paper; one that finds no answer by itself
        may lean on its history after all.
        """
        named = None if question.collection else found_by_name(question, self.find, self.library.index.lexical)
        if named:
            return standing_alone(question), named
        found = self.find(question.standalone)
        if found.answerable >= SURE_ALONE or question.before or question.collection or not history:
            return question, found
        leaning = leaning_on(question, history)
        again = self.find(leaning.standalone)
        return (leaning, again) if speaks_of(again, question.text) else (question, found)


def _begun(reply: Reply) -> Reply:
    """Return a reply that knows when its first word was written: now, if not before."""
    return reply if reply.first_written else replace(reply, first_written=time.monotonic())


def _fetch(store: ModelStore, progress: Progress, name: str) -> Path:
    return store.fetch(name, partial(progress, f"Fetching {name}"))
