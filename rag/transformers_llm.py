"""A causal language model of transformers as a LlamaIndex LLM: greedy, streamed, stoppable.

The decoding loop is our own because `generate` can be stopped neither while it reads the prompt nor by closing a
stream, and because the state of a prompt's beginning is kept for the next prompt that begins alike.
"""

import threading
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import torch
from llama_index.core.base.llms.types import (
    ChatMessage,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback
from pydantic import PrivateAttr
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache

from rag.hardware import fast_dtype

PREFILL_STEP = 128  # tokens read between two moments at which the stream can be closed
GUESS_LENGTH = 8  # tokens guessed at a time


class TransformersLLM(CustomLLM):
    """Answers one prompt at a time; `stream_complete` yields an empty piece after each part of the prompt read."""

    name: str
    max_tokens: int
    context_window: int = 4096
    _model: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _read: list[int] = PrivateAttr(default_factory=list)
    _cache: DynamicCache | None = PrivateAttr(default=None)

    def __init__(self, name: str, folder: Path, max_tokens: int) -> None:
        super().__init__(name=name, max_tokens=max_tokens)
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=fast_dtype(), local_files_only=True, use_safetensors=True
        )  # from_pretrained leaves the model in evaluation mode
        self.messages_to_prompt = self._apply_chat_template

    @classmethod
    def class_name(cls) -> str:
        """Return the name LlamaIndex serialises the class under."""
        return "TransformersLLM"

    @property
    def metadata(self) -> LLMMetadata:
        """Return what LlamaIndex asks of a model."""
        return LLMMetadata(
            model_name=self.name,
            context_window=self.context_window,
            num_output=self.max_tokens,
            is_chat_model=True,
        )

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _apply_chat_template(self, messages: Sequence[ChatMessage]) -> str:
        turns = [{"role": m.role.value, "content": m.content or ""} for m in messages]
        return self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """Return the whole answer to a prompt."""
        text = ""
        for piece in self.stream_complete(prompt, formatted=formatted, **kwargs):
            text = piece.text
        return CompletionResponse(text=text)

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """Yield the answer as it is written; closing the generator stops the model within one step."""
        if not formatted:
            prompt = self._apply_chat_template([ChatMessage(content=prompt)])
        return self._pieces(prompt)

    def _pieces(self, prompt: str) -> CompletionResponseGen:
        written: list[int] = []
        text = ""
        with self._lock:
            for tokens in self._tokens(prompt):
                written += tokens
                longer = self._tokenizer.decode(written, skip_special_tokens=True)
                if longer.endswith("\N{REPLACEMENT CHARACTER}"):
                    continue
                yield CompletionResponse(text=longer, delta=longer[len(text) :])
                text = longer

    @torch.inference_mode()
    def _tokens(self, prompt: str) -> Iterator[list[int]]:
        """Yield [] after each part of the prompt that was read, then the tokens of the answer as they are settled."""
        wanted = self.tokens(prompt)
        ends = {self._tokenizer.eos_token_id, self._model.generation_config.eos_token_id}
        kept = self._reuse(wanted)
        for start in range(kept, len(wanted), PREFILL_STEP):
            settled = self._step(wanted[start : start + PREFILL_STEP])
            yield []
        left = self.max_tokens
        while left > 0:
            whole = list(takewhile(lambda token: token not in ends, settled))[:left]
            yield whole
            if len(whole) < len(settled):
                return
            left -= len(whole)
            settled = self._step(settled[-1:], guess_continuation([*self._read, settled[-1]]))

    def _reuse(self, wanted: Sequence[int]) -> int:
        """Cut the kept state back to what it shares with the wanted prompt; return how many tokens that is."""
        shared = 0
        for kept, token in zip(self._read, wanted[:-1], strict=False):
            if kept != token:
                break
            shared += 1
        interrupted = self._cache is not None and self._cache.get_seq_length() != len(self._read)
        if self._cache is None or shared == 0 or interrupted:
            self._cache, shared = DynamicCache(), 0
        elif shared < len(self._read):
            self._cache.crop(shared - len(self._read))
        self._read = list(wanted[:shared])
        return shared

    def _step(self, tokens: Sequence[int], guess: Sequence[int] = ()) -> list[int]:
        """Read tokens after those already read; return the tokens that greedy decoding settles on next.

        A guess is read along with them, at little more than the cost of one token, and what of it is right is kept.
        """
        output = self._model(
            torch.tensor([[*tokens, *guess]]), past_key_values=self._cache, logits_to_keep=len(guess) + 1
        )
        best = output.logits[0].argmax(dim=-1).tolist()
        right = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(guess, best, strict=False)))
        if right < len(guess):
            assert self._cache is not None
            self._cache.crop(right - len(guess))
        self._read += [*tokens, *guess[:right]]
        return best[: right + 1]


def guess_continuation(tokens: Sequence[int], length: int = GUESS_LENGTH) -> list[int]:
    """Return what followed the latest earlier occurrence of the last two tokens; [] if there is none.

    An answer mostly repeats its evidence, so this is often right (prompt lookup decoding, Saxena 2023).
    """
    last = tuple(tokens[-2:])
    for end in range(len(tokens) - 1, 1, -1):
        if (tokens[end - 2], tokens[end - 1]) == last:
            return list(tokens[end : end + length])
    return []
