"""The language model that writes: our own transformers runtime, or any OpenAI-compatible server."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from llama_index.core.llms import LLM, ChatMessage

from index_store.errors import AbstractQAError
from rag.progress import Progress
from rag.settings import Settings


class GenerationFailed(AbstractQAError):
    """The model could not write; whatever it wrote before is in `written`."""

    def __init__(self, message: str, written: str = "") -> None:
        super().__init__(message)
        self.written = written


def load_llm(settings: Settings, weights: Callable[[str], Path], progress: Progress) -> LLM:
    """Load the language model that the settings name.

    Args:
        settings: `llm`, and `llm_url` for a server.
        weights: returns the folder of a catalogue model, fetching it at need.
        progress: told of a step that takes long.
    """
    if settings.llm_url:
        return _server_llm(settings)
    from rag.conversion import converted
    from rag.transformers_llm import TransformersLLM

    folder = Path(settings.llm) if Path(settings.llm).exists() else weights(settings.llm)
    gguf = folder if folder.suffix == ".gguf" else next(iter(sorted(folder.glob("*.gguf"))), None)
    if gguf is not None:
        folder = converted(gguf, gguf.parent / f"{gguf.stem}-bf16", progress)
    return TransformersLLM(settings.llm, folder, settings.answer_tokens)


def _server_llm(settings: Settings) -> LLM:
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


def write(
    llm: LLM, messages: Sequence[ChatMessage], deadline_seconds: float, stopped: threading.Event
) -> Iterator[str]:
    """Yield what the model writes, piece by piece, until it ends, `stopped` is set, or the deadline is over.

    Pieces may be empty: each is a moment at which the caller can stop. Raises GenerationFailed.
    """
    started = None
    written = ""
    try:
        with closing(llm.stream_chat(messages)) as stream:
            for piece in stream:
                started = started or time.monotonic()  # the model may have been busy with another answer until now
                if stopped.is_set() or time.monotonic() > started + deadline_seconds:
                    return
                written += piece.delta or ""
                yield piece.delta or ""
    except (GeneratorExit, KeyboardInterrupt):
        raise
    except Exception as error:  # a model server can fail in any way its client library knows
        reason = " ".join(str(error).split())[:200]
        raise GenerationFailed(
            f"The language model {llm.metadata.model_name!r} failed ({type(error).__name__}: {reason}). "
            "Check it: abstract-qa doctor",
            written,
        ) from error
