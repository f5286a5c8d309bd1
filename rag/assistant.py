"""The assistant: the steps from a question to a cited answer, in order, and nothing else."""

import logging
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index_store.records import Paper, RetrievedPassage
from rag.answer import Answer
from rag.answering.answer_part import Answered, answer_part
from rag.answering.extractive import quote_best
from rag.answering.language_model import LanguageModel
from rag.answering.translation import in_english, in_language
from rag.answering.turn import Turn
from rag.collection import COLLECTION, answer_from_collection, left_open
from rag.events import CutOff, Event, SourcesFound, TextWritten
from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import numbered
from rag.machine.home import home_folder
from rag.machine.progress import Progress, silent
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.question.asked import Exchange, Question, leaning_on, standing_alone, understand
from rag.question.follow_up import asked_now
from rag.question.part import Part, evidence_of, passages_of
from rag.question.parts import parts_of
from rag.question.topic_change import found_by_name, of_one_subject
from rag.refusing.premises import denial_of
from rag.refusing.unsaid import unsaid
from rag.retrieval.finding import SURE_ALONE, Among, Found, find_in, speaks_of
from rag.retrieval.gate import ANSWER_FROM, least_to_ask
from rag.retrieval.library import IngestReport, Library
from rag.settings import Settings, load_settings
from rag.text.language import ENGLISH, language_of
from rag.text.orders import asks_of_program

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
        model = EXTRACTIVE if extractive else self.settings.llm
        turn = Turn(understand(question, history), self.library, model, started=started)
        language = language_of(turn.question.plain)
        if not extractive and language != ENGLISH:
            turn.question = in_english(turn.question, history, partial(self._model.write, stopped=stopped))
        turn.question, found = self._found(turn.question, history)
        asked = turn.question.collection
        collected = answer_from_collection(asked, self.library) if asked else None
        whole = collected or extractive
        parts = [Part(turn.question, found)] if whole else parts_of(turn.question, found, self.find)
        passages = passages_of(parts)
        turn.retrieved(passages)
        answerable = 1.0 if collected else max(part.found.answerable for part in parts)
        yield SourcesFound(turn.question.standalone, passages, evidence_of(parts), answerable)
        if asked and collected:
            turn.model = COLLECTION
            yield turn.answer(collected, left_open(asked))
        elif len(parts) == 1 and (refusal := _refusal(turn, parts[0], read=language == ENGLISH and not extractive)):
            yield refusal
        elif extractive:
            yield turn.answer(numbered(quote_best(turn.question.standalone, found.evidence)))
        else:
            yield from self._written(turn, parts, language, stopped)

    def _written(self, turn: Turn, parts: Sequence[Part], language: str, stopped: threading.Event) -> Iterator[Event]:
        """Yield TextWritten as the model writes, then the Answer; of one in another language the Answer alone."""
        said: list[GroundedSentence] = []
        missing: list[str] = []
        for part in parts:
            refused = len(parts) > 1 and _refusal(turn, part)
            answered = Answered() if refused else (yield from self._part(turn, part, language, stopped))
            said += answered.said
            if answered.failure or stopped.is_set():
                break
            if answered.denial and len(parts) == 1:
                yield turn.contradiction(answered.denial)
                return
            missing += [] if answered.said else [part.lacking]
        if answered.failure and not said:
            raise answered.failure
        grounded = numbered(said)
        if answered.failure:
            logger.warning("The answer is cut off. %s", answered.failure)
            yield CutOff(str(answered.failure))
        elif language != ENGLISH:
            grounded = in_language(grounded, language, partial(self._model.write, stopped=stopped))
            turn.wrote(grounded.text)
        yield turn.answer(grounded, missing, cut_off=answered.failure is not None or stopped.is_set())

    def _part(
        self, turn: Turn, part: Part, language: str, stopped: threading.Event
    ) -> Generator[Event, None, Answered]:
        writing = answer_part(part, self._model, self.library, stopped)
        while True:
            try:
                piece = next(writing)
            except StopIteration as end:
                return end.value
            if language == ENGLISH:
                turn.wrote(piece)
                yield TextWritten(piece)

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
        return (leaning, again) if speaks_of(again, question.plain) else (question, found)


def _refusal(turn: Turn, part: Part, read: bool = False) -> Answer | None:
    """Return the abstention where it is clear before a word is written; None where there may be an answer.

    What a model will `read` is clear later; but a translation may have lost the words that would tell.
    """
    question, found = asked_now(part.question), part.found
    if asks_of_program(question):
        return turn.abstention()
    if found.answerable < (least_to_ask(part.question.standalone, found.evidence) if read else ANSWER_FROM):
        return turn.abstention()
    if denial := denial_of(question, found.evidence):
        return turn.contradiction(denial)
    paper = unsaid(question, found.evidence, shared=bool(part.others))
    return turn.silence(paper) if paper else None


def _fetch(store: ModelStore, progress: Progress, name: str) -> Path:
    return store.fetch(name, partial(progress, f"Fetching {name}"))
