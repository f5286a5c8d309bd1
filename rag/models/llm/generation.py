"""The language model that writes: one of this machine, or any OpenAI-compatible server."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from index_store.errors import AbstractQAError
from rag.machine.progress import Progress
from rag.models.store.catalogue import Heads, load_catalogue
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

    from rag.models.llm.local_llm import LocalLLM
    from rag.models.llm.model_handle import ModelHandle


class GenerationFailed(AbstractQAError):
    """The model could not write, or not to the end."""


def start_model(settings: Settings, weights: Callable[[str], Path], progress: Progress) -> "ModelHandle":
    """Start the process of the local language model that the settings name; it loads while the caller goes on.

    Args:
        settings: `llm` and `runtime`.
        weights: returns the folder of a catalogue model, fetching it at need.
        progress: told of a step that takes long.
    """
    from rag.models.llm.model_handle import ModelHandle
    from rag.models.runtimes.runtimes import prepared

    model = prepared(settings.llm, settings.runtime, weights, progress)
    return ModelHandle(settings.llm, model.choice.runtime, model.files, model.choice.threads)


def load_llm(settings: Settings, started: "Callable[[], ModelHandle]") -> "LLM":
    """Return the language model that the settings name; `started` is called for one of this machine."""
    if settings.llm_url:
        return _server_llm(settings)
    model = started()
    from rag.models.llm.local_llm import LocalLLM  # takes a second or two, in which the model loads

    return LocalLLM(model, settings.answer_tokens, _heads(settings.llm))


def _heads(name: str) -> Heads:
    """Return the heads of a catalogue model that look at what answers; none where they were not measured."""
    return next((model.heads for model in load_catalogue() if model.name == name), ())


def _server_llm(settings: Settings) -> "LLM":
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(
        model=settings.llm,
        api_base=settings.llm_url,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else "none",
        is_chat_model=True,
        temperature=0.0,
        max_tokens=settings.answer_tokens,
        timeout=settings.deadline_seconds,
        max_retries=1,
    )


def weigh(
    llm: "LLM", messages: Sequence["ChatMessage"], aside: str, sentences: Sequence[str], stopped: threading.Event
) -> dict[str, Any] | None:
    """Return how a model reads messages before it answers, as LocalLLM.weigh does; None where it is not known.

    It is known of a model of this machine whose heads were measured. Raises GenerationFailed.
    """
    if not _tells(llm):
        return None
    with _failures_told(llm), closing(llm.weigh(messages, aside, sentences)) as steps:
        for weighed in steps:
            if stopped.is_set() or weighed is not None:
                return weighed
    return None


def write(
    llm: "LLM", messages: Sequence["ChatMessage"], deadline_seconds: float, stopped: threading.Event
) -> Iterator[str]:
    """Yield what the model writes, piece by piece, until it ends or `stopped` is set.

    Pieces may be empty: each is a moment at which the caller can stop. Raises GenerationFailed, also at the deadline.
    """
    started = None
    with _failures_told(llm), closing(llm.stream_chat(messages)) as stream:
        for piece in stream:
            if stopped.is_set():
                return
            started = started or time.monotonic()  # the model may have been busy with another answer until now
            if time.monotonic() > started + deadline_seconds:
                raise AbstractQAError(
                    f"The language model {llm.metadata.model_name!r} had not ended after {deadline_seconds:g} s, "
                    "the setting deadline_seconds. Raise it, or take a smaller model: --llm small"
                )
            yield piece.delta or ""


def _tells(llm: "LLM") -> "TypeGuard[LocalLLM]":
    """Return whether a model tells how it reads: one of this machine whose heads were measured."""
    return bool(getattr(llm, "heads", ()))


@contextmanager
def _failures_told(llm: "LLM") -> Iterator[None]:
    try:
        yield
    except AbstractQAError as error:
        raise GenerationFailed(str(error)) from error
    except Exception as error:  # a model server can fail in any way its client library knows
        reason = " ".join(str(error).split())[:200]
        raise GenerationFailed(
            f"The language model {llm.metadata.model_name!r} failed ({type(error).__name__}: {reason}). "
            "Check it: abstract-qa doctor"
        ) from error
