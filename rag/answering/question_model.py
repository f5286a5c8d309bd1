"""The language model for one question: it waits for its turn where the model is really asked, and tells its steps."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from rag.answering.language_model import LanguageModel
from rag.answering.turn_queue import Turn, TurnQueue
from rag.events import Stage, Step, Told
from rag.plan.plan import About
from rag.reading.reading import Reading
from rag.retrieval.evidence import Evidence

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage


class QuestionModel:
    """Reads and writes for one question as a LanguageModel does; its turn lasts from the first use until `close`.

    What is kept on disk needs no turn. When `stopped` is set while it waits, nothing is read or written.
    """

    def __init__(
        self, model: LanguageModel, queue: TurnQueue, stopped: threading.Event, tell: Callable[[Told], None]
    ) -> None:
        self._model = model
        self._turn = Turn(queue, stopped, tell)
        self._tell = tell
        self._step: Step | None = None

    @property
    def plans(self) -> bool:
        """Whether the kinds of questions were fitted on this model."""
        return self._model.plans

    def paused_for_search(self) -> AbstractContextManager[None]:
        """Return a context in which a running local model pauses, so that a search has the cores."""
        return self._model.paused_for_search()

    def read(
        self, messages: "Sequence[ChatMessage]", evidence: Sequence[Evidence], stopped: threading.Event
    ) -> Reading | None:
        """Return how the model reads messages with evidence; None if it cannot tell, or is stopped."""
        return self._model.read(messages, evidence, stopped, self._when("reading"))

    def about(self, messages: "Sequence[ChatMessage]", stopped: threading.Event) -> About | None:
        """Return what the question of plan messages is about; None where the state is hidden, or when stopped."""
        return self._model.about(messages, stopped, self._when("planning"))

    def write(
        self, messages: "Sequence[ChatMessage]", stopped: threading.Event, schema: Mapping[str, Any] | None = None
    ) -> Iterator[str]:
        """Yield what the model writes, piece by piece; what keeps to a schema is a plan."""
        for piece in self._model.write(messages, stopped, schema, self._when("planning" if schema else "reading")):
            if piece and not schema:
                self._say("writing")
            yield piece
        if not schema:
            self._say("checking")

    def close(self) -> None:
        """End the turn."""
        self._turn.leave()

    def _when(self, step: Step) -> Callable[[], bool]:
        def is_free() -> bool:
            begun = self._turn.take()
            if begun:
                self._say(step)
            return begun

        return is_free

    def _say(self, step: Step) -> None:
        if step != self._step:
            self._step = step
            self._tell(Stage(step))


AskedModel = LanguageModel | QuestionModel
