"""The assistant: what the program offers, in one place; the steps from a question to its answer are in steps.py."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index_store.paper_conditions import Conditions
from index_store.records import Paper, RetrievedPassage
from rag.answer import Answer
from rag.answering.language_model import LanguageModel
from rag.answering.model_state import ModelState
from rag.answering.question_model import QuestionModel
from rag.answering.turn_queue import TurnQueue
from rag.answering.wanted import USUAL, Wanted
from rag.events import Event, Told, tell_nobody
from rag.ingest.incoming import IngestReport, Preview
from rag.ingest.raw_record import Field
from rag.ingest.removing import Removed
from rag.machine.home import collection_folder, home_folder
from rag.machine.progress import Progress, silent
from rag.map.paper_map import PaperMap
from rag.models.embedder.embedding import open_embedder
from rag.models.store.model_store import ModelStore
from rag.question.asked import ChatTurn, understand
from rag.retrieval.library import Library
from rag.retrieval.search import PaperFilter, SearchResult, find_evidence
from rag.settings import Settings, load_settings
from rag.steps import EXTRACTIVE as EXTRACTIVE
from rag.steps import Steps

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

SERVED_BY_SERVER = 1000  # questions at once: it has a queue of its own


class Assistant:
    """Answers questions from one collection of abstracts; safe to share between threads."""

    def __init__(self, settings: Settings, library: Library, store: ModelStore, progress: Progress = silent) -> None:
        self.settings, self.library = settings, library
        weights = partial(_fetch, store, progress)
        self.model = LanguageModel(settings, weights, home_folder() / "drafts.sqlite", progress)
        self._turns = TurnQueue(SERVED_BY_SERVER if settings.llm_url else 1)

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

    @property
    def model_state(self) -> ModelState:
        """Return what can be told of the language model without asking it."""
        return replace(self.model.state, questions=len(self._turns))

    def ask(
        self,
        question: str,
        history: Sequence[ChatTurn] = (),
        extractive: bool = False,
        among: Conditions | None = None,
        wanted: Wanted = USUAL,
    ) -> Answer:
        """Return the answer to a question.

        Args:
            question: at most 2,000 characters.
            history: earlier turns, oldest first, each with `question` and `answer`.
            extractive: quote the best evidence sentences; no language model is loaded.
            among: what the records of the papers that are asked must have; None: all are asked.
            wanted: how long, from how many papers and in which language.

        Raises:
            AbstractQAError: for an empty or too long question, or a model that fails before it writes anything.
        """
        *_, answer = self.stream(question, history, extractive=extractive, among=among, wanted=wanted)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[ChatTurn] = (),
        stopped: threading.Event | None = None,
        extractive: bool = False,
        among: Conditions | None = None,
        wanted: Wanted = USUAL,
        tell: Callable[[Told], None] = tell_nobody,
    ) -> Iterator[Event]:
        """Yield SourcesFound, then TextWritten as the model writes, then the finished Answer.

        Setting `stopped` ends the writing; the Answer then holds what was written so far. The same is done after a
        CutOff if the model fails or takes too long. Who waits is told of the steps, and of the questions before it.
        """
        stopped = stopped or threading.Event()
        model = QuestionModel(self.model, self._turns, stopped, tell)
        find = partial(self.find, conditions=among, papers=wanted.papers)
        steps = Steps(self.settings, self.library, model, find, stopped, among, tell, wanted)
        try:
            yield from steps.answer(question, history, extractive)
        finally:
            model.close()

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

    def find(
        self,
        question: str,
        among: PaperFilter = None,
        conditions: Conditions | None = None,
        papers: int | None = None,
    ) -> SearchResult:
        """Return passages and evidence for a standalone question.

        `among` says which papers may give evidence, `conditions` which are searched; None: all. `papers` are how many
        may give evidence, with room for the evidence of more; None: as the settings say.
        """
        usual, room = self.settings.passages, self.settings.evidence_tokens
        lengths = (papers, max(room, room * papers // usual)) if papers else (usual, room)
        with self.model.paused_for_search():
            return find_evidence(self.library, question, *lengths, among, conditions)


def _fetch(store: ModelStore, progress: Progress, name: str) -> Path:
    return store.fetch(name, partial(progress, f"Fetching {name}"))
