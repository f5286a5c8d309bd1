"""llama.cpp reading a .gguf file as it is, through the xllamacpp wheel of the `llamacpp` extra.

The wheel is llama.cpp's own server in this process. It is spoken to over HTTP on the loopback address, with a key that
nobody else has: only there can a prompt be formatted, a text be cut into tokens, and a request be broken off.
"""

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from index_store.errors import AbstractQAError
from rag.models.runtimes.decoding import CONTEXT
from rag.models.runtimes.writer import Messages
from rag.models.store.catalogue import Heads

PREFILL_STEP = 64  # tokens read between two moments at which the writing can be stopped: about a second on two cores
GUESS_AFTER, GUESS_LENGTH = (
    2,
    3,
)  # tokens; longer guesses cost more here than they bring, reading is bound by arithmetic


class LlamaCppWriter:
    """Writes with the model in a .gguf file, greedily; it keeps the state of the last prompt for one that begins alike.

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

    def prompt(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return messages, each with `role` and `content`, in the model's own chat format."""
        return self._post("/apply-template", {"messages": [dict(message) for message in messages]})["prompt"]

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        return self._post("/tokenize", {"content": text, "add_special": False, "parse_special": True})["tokens"]

    def weigh(self, messages: Messages, aside: str, sentences: Sequence[str], heads: Heads) -> Iterator[None]:
        """Yield nothing: where the model looks is not told over HTTP."""
        yield from ()

    def write(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed."""
        request = {"prompt": prompt, "n_predict": max_tokens, "temperature": 0, "stream": True, "return_progress": True}
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
    asked.cache_ram_mib = 0  # states of earlier prompts; the last one's is kept anyhow
    threads = int(os.environ.get("OMP_NUM_THREADS", -1))  # what torch goes by too; -1: the physical cores
    asked.cpuparams.n_threads = asked.cpuparams_batch.n_threads = threads
    asked.speculative.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]
    guess = asked.speculative.ngram_simple
    guess.size_n, guess.size_m = GUESS_AFTER, GUESS_LENGTH
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
