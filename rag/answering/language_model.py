"""The language model of the settings: loaded when needed, asked, and its drafts kept on disk."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index_store.errors import AbstractQAError
from rag.answering.model_state import ModelState
from rag.machine.progress import Progress
from rag.models.llm.drafts import Drafts, draft_key
from rag.models.llm.generation import load_llm, read, start_model, state, write
from rag.plan.kinds import fitted_kinds
from rag.plan.plan import About
from rag.reading.reading import ASIDE, Reading
from rag.retrieval.evidence import Evidence
from rag.settings import SHORT_NAMES, Settings
from rag.text.markers import inert

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

    from rag.models.llm.model_client import ModelClient

IsFree = Callable[[], bool]  # waits until the model may be asked; False if it may not


def at_once() -> bool:
    """Ask the model without waiting."""
    return True


class LanguageModel:
    """Reads and writes; safe to share between threads. What is kept on disk is told without waiting for the model.

    Args:
        settings: which model, and its limits.
        weights: returns the folder of a catalogue model, fetching it when needed.
        drafts: the file that keeps what the model wrote.
        progress: called during long steps.
    """

    def __init__(self, settings: Settings, weights: Callable[[str], Path], drafts: Path, progress: Progress) -> None:
        self.settings = settings
        self._weights = weights
        self._drafts = Drafts(drafts)
        self._progress = progress
        self._lock = threading.Lock()

    @cached_property
    def _process(self) -> "ModelClient":
        return start_model(self.settings, self._weights, self._progress)

    @cached_property
    def _loaded(self) -> "LLM":
        return load_llm(self.settings, lambda: self._process)

    @property
    def llm(self) -> "LLM":
        """Return the model as LlamaIndex knows it, loaded at the first call."""
        with self._lock:
            return self._loaded

    def prepare(self) -> None:
        """Start to load a local model in the background; an error is raised only when the model is needed."""
        with self._lock, suppress(AbstractQAError):
            if not self.settings.llm_url and "_loaded" not in self.__dict__:
                self._process  # noqa: B018

    @property
    def state(self) -> ModelState:
        """What can be told of the model without asking it."""
        name, server = self.settings.llm, self.settings.llm_url
        if server:
            return ModelState(name, urlsplit(server).hostname or server, "elsewhere")
        process: ModelClient | None = self.__dict__.get("_process")
        if process is None:
            return ModelState(name, self.settings.runtime or "the fastest runtime here", "not loaded")
        return ModelState(name, process.where, process.doing)

    def paused_for_search(self) -> AbstractContextManager[None]:
        """Return a context in which a running local model pauses, so that a search has the cores."""
        process: ModelClient | None = self.__dict__.get("_process")
        return process.paused() if process else nullcontext()

    def read(
        self,
        messages: "Sequence[ChatMessage]",
        evidence: Sequence[Evidence],
        stopped: threading.Event,
        is_free: IsFree = at_once,
    ) -> Reading | None:
        """Return how the model reads messages with evidence; None if it cannot tell, or is stopped."""
        key = self._key("read", messages)
        if kept := self._kept(key):
            return _reading(evidence, kept)
        if not is_free():
            return None
        weighed = read(self.llm, messages, ASIDE, [inert(e.sentence.text) for e in evidence], stopped)
        if weighed is None:
            return None
        self._keep(key, weighed)
        return _reading(evidence, weighed)

    @property
    def plans(self) -> bool:
        """Whether this is the default model on this machine: on it the kinds of questions were fitted."""
        is_default = not self.settings.llm_url and self.settings.llm == SHORT_NAMES["default"]
        return is_default and bool(getattr(self.llm, "heads", ()))

    def about(
        self, messages: "Sequence[ChatMessage]", stopped: threading.Event, is_free: IsFree = at_once
    ) -> About | None:
        """Return what the question of plan messages is about; None where the state is hidden, or when stopped."""
        key = self._key(["about", fitted_kinds().biases.tolist()], messages)  # what an older fit told is not kept
        if kept := self._kept(key):
            return kept
        if not is_free():
            return None
        hidden = state(self.llm, messages, stopped)
        about = fitted_kinds().about(hidden) if hidden else None
        if about:
            self._keep(key, about)
        return about

    def write(
        self,
        messages: "Sequence[ChatMessage]",
        stopped: threading.Event,
        schema: Mapping[str, Any] | None = None,
        is_free: IsFree = at_once,
    ) -> Iterator[str]:
        """Yield what the model writes, or the kept draft, as rag.models.llm.generation.write does."""
        key = self._key(["written", schema] if schema else "written", messages)
        draft = self._kept(key)
        if draft is not None:
            yield draft
            return
        if not is_free():
            return
        pieces = []
        for piece in write(self.llm, messages, self.settings.deadline_seconds, stopped, schema):
            pieces.append(piece)
            yield piece
        if not stopped.is_set():
            self._keep(key, "".join(pieces))

    def _key(self, what: object, messages: "Sequence[ChatMessage]") -> str:
        s = self.settings
        return draft_key(what, s.llm, s.llm_url, s.runtime, s.answer_tokens, [m.content for m in messages])

    def _kept(self, key: str) -> Any:
        kept = self._drafts.get(key) if self.settings.keep_drafts else None
        return None if kept is None else json.loads(kept)

    def _keep(self, key: str, value: Any) -> None:
        if self.settings.keep_drafts:
            self._drafts.keep(key, json.dumps(value))


def _reading(evidence: Sequence[Evidence], kept: dict[str, Any]) -> Reading:
    """Return a reading from its stored form; its keys stay as they are, so that old drafts can be read."""
    return Reading(evidence, yes_logit=kept["judged"], attention=kept["looks"])
