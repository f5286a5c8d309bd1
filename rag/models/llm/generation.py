"""Load and ask any language model: one of this machine, or one on an OpenAI-compatible server."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from index_store.errors import AbstractQAError
from rag.machine.progress import Progress
from rag.models.store.catalogue import load_catalogue
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

    from rag.models.llm.local_llm import LocalLLM
    from rag.models.llm.model_client import ModelClient


T = TypeVar("T")


class GenerationFailed(AbstractQAError):
    """The model could not write, or not to the end."""


def start_model(settings: Settings, weights: Callable[[str], Path], progress: Progress) -> "ModelClient":
    """Start the child process of the local model that the settings name; it loads while the caller goes on.

    `weights` returns the folder of a catalogue model, fetching it at need.
    """
    from rag.models.llm.model_client import ModelClient
    from rag.models.runtimes.prepare import prepare

    files, choice = prepare(settings.llm, settings.runtime, weights, progress)
    return ModelClient(settings.llm, choice.runtime, files, choice.threads)


def load_llm(settings: Settings, started: "Callable[[], ModelClient]") -> "LLM":
    """Return the language model that the settings name; `started` is called for one of this machine."""
    if not settings.llm_url:
        model = started()
        from rag.models.llm.local_llm import LocalLLM  # takes a second or two, in which the model loads

        heads = next((known.heads for known in load_catalogue() if known.name == settings.llm), ())
        return LocalLLM(model, settings.answer_tokens, heads)
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


def read(
    llm: "LLM", messages: Sequence["ChatMessage"], aside: str, sentences: Sequence[str], stopped: threading.Event
) -> dict[str, Any] | None:
    """Return how a model reads messages before it answers: a PromptReading as a dictionary.

    None from models whose attention heads were not measured, as on a server, or when stopped. Raises GenerationFailed.
    """
    if not getattr(llm, "heads", ()):
        return None
    return _told(llm, cast("LocalLLM", llm).read(messages, aside, sentences), stopped)


def state(llm: "LLM", messages: Sequence["ChatMessage"], stopped: threading.Event) -> list[float] | None:
    """Return the hidden state of a local model after messages; None where it cannot tell, or when stopped.

    Raises GenerationFailed.
    """
    return _told(llm, cast("LocalLLM", llm).state(messages), stopped)


def _told(llm: "LLM", steps: Generator[T | None, None, None], stopped: threading.Event) -> T | None:
    """Return the first thing that steps tell; None for nothing, or when stopped."""
    with _one_line_failures(llm), closing(steps):
        return next((told for told in steps if stopped.is_set() or told is not None), None)


def write(
    llm: "LLM",
    messages: Sequence["ChatMessage"],
    deadline_seconds: float,
    stopped: threading.Event,
    schema: Mapping[str, Any] | None = None,
) -> Iterator[str]:
    """Yield what the model writes, piece by piece, until it ends or `stopped` is set.

    With a JSON schema it writes JSON of it. Pieces may be empty: after each the caller can stop. Raises
    GenerationFailed, also at the deadline.
    """
    started = None
    kept_to = {"response_format": _response_format(schema)} if schema else {}
    with _one_line_failures(llm), closing(llm.stream_chat(messages, **kept_to)) as stream:
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


def _response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON schema as OpenAI-compatible servers take it."""
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


@contextmanager
def _one_line_failures(llm: "LLM") -> Iterator[None]:
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
