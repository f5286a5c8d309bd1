"""Chat messages to text by llama.cpp, which reads a .gguf file as it is: the xllamacpp wheel of the `llamacpp` extra.

The wheel runs llama.cpp's own server in this process. It is asked over HTTP on the loopback address, with a secret key:
only over HTTP can a prompt be formatted, a text be cut into tokens, and a request be stopped.
"""

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from index_store.errors import AbstractQAError
from rag.models.child.chat_writer import Messages, Schema
from rag.models.runtimes.logit_model import CONTEXT
from rag.models.store.catalogue import Heads

PREFILL_STEP = 64  # tokens read between two moments at which the writing can be stopped: about a second on two cores
GUESS = 2, 3  # tokens that must repeat, and tokens guessed then; longer guesses cost more here than they save


class LlamaCppWriter:
    """A chat writer for a .gguf file, greedy; it reuses the state of the last prompt for one with the same beginning.

    Raises AbstractQAError when the wheel is not installed, the file is no model, or a request is refused.
    """

    def __init__(self, gguf: Path) -> None:
        key = secrets.token_hex()
        self._server = _server(gguf, key)
        self._client = httpx.Client(
            base_url=self._server.listening_address,
            headers={"Authorization": f"Bearer {key}"},
            timeout=None,  # a step takes as long as it takes
            limits=httpx.Limits(max_keepalive_connections=0),  # the server drops one that was idle at any moment
            trust_env=False,  # no proxy stands between a program and itself
        )

    def prompt(self, messages: Messages) -> str:
        """Return messages in the model's own chat format."""
        return self._post("/apply-template", {"messages": [dict(message) for message in messages]})["prompt"]

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text: see ChatWriter."""
        return self._post("/tokenize", {"content": text, "add_special": False, "parse_special": True})["tokens"]

    def read(self, messages: Messages, aside: str, sentences: Sequence[str], heads: Heads) -> Iterator[None]:
        """Yield nothing: llama.cpp does not give its attention over HTTP."""
        yield from ()

    def state(self, messages: Messages) -> Iterator[None]:
        """Yield nothing: llama.cpp does not give its hidden states over HTTP."""
        yield from ()

    def write(self, prompt: str, max_tokens: int, schema: Schema | None = None) -> Iterator[str]:
        """Yield the answer as it is written: see ChatWriter."""
        request = {"prompt": prompt, "n_predict": max_tokens, "temperature": 0, "stream": True, "return_progress": True}
        request |= {"json_schema": schema} if schema else {}
        with self._client.stream("POST", "/completion", json=request) as response:
            if response.is_error:
                response.read()
            _check(response)
            for line in response.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))["content"]

    def _post(self, path: str, request: dict[str, Any]) -> dict[str, Any]:
        response = self._client.post(path, json=request)
        _check(response)
        return response.json()


def _server(gguf: Path, key: str) -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise AbstractQAError(
            f"The runtime llamacpp needs the package xllamacpp ({error}). Install it: pip install 'xllamacpp>=2026.10'"
        ) from error
    asked = xllamacpp.CommonParams()
    asked.model.path = str(gguf)
    asked.n_ctx, asked.n_parallel = CONTEXT, 1
    asked.n_batch = asked.n_ubatch = PREFILL_STEP
    asked.cache_ram_mib = 0  # for states of earlier prompts; that of the last is kept anyway
    threads = int(os.environ.get("OMP_NUM_THREADS", -1))  # as torch does; -1: the physical cores
    asked.cpuparams.n_threads = asked.cpuparams_batch.n_threads = threads
    asked.speculative.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]
    guess = asked.speculative.ngram_simple
    guess.size_n, guess.size_m = GUESS
    asked.api_keys, asked.ui, asked.verbosity = [key], False, -1
    try:
        return xllamacpp.Server(asked)
    except RuntimeError as error:
        raise AbstractQAError(
            f"llama.cpp cannot load {gguf}; its file may be damaged or of a kind it does not know. "
            "Check the models: abstract-qa models verify"
        ) from error


def _check(response: httpx.Response) -> None:
    if response.is_error:
        reason = response.json()["error"]["message"]
        raise AbstractQAError(f"llama.cpp refused: {reason} Check the language model: abstract-qa doctor")
