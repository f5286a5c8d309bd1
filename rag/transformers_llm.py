"""A causal language model of transformers as a LlamaIndex LLM: greedy, streamed, stoppable.

The decoding loop is our own because `generate` can be stopped neither while it reads the prompt nor by closing a
stream, and because the state of a prompt's beginning is kept for the next prompt that begins alike.
"""

import threading
from collections.abc import Iterator, Sequence
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

PREFILL_STEP = 128  # tokens read between two moments at which the stream can be closed


def fast_dtype() -> torch.dtype:
    """Return bfloat16 where the processor computes in it, else float32 (emulated bfloat16 is many times slower)."""
    amx = getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)()
    avx512 = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    return torch.bfloat16 if amx or avx512 else torch.float32


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
            for token in self._tokens(prompt):
                written += [] if token is None else [token]
                longer = self._tokenizer.decode(written, skip_special_tokens=True)
                if longer.endswith("\N{REPLACEMENT CHARACTER}"):
                    continue
                yield CompletionResponse(text=longer, delta=longer[len(text) :])
                text = longer

    @torch.inference_mode()
    def _tokens(self, prompt: str) -> Iterator[int | None]:
        """Yield None after each part of the prompt that was read, then the tokens of the answer."""
        wanted = self._tokenizer(prompt, add_special_tokens=False)["input_ids"]
        ends = {self._tokenizer.eos_token_id, self._model.generation_config.eos_token_id}
        kept = self._reuse(wanted)
        logits = None
        for start in range(kept, len(wanted), PREFILL_STEP):
            logits = self._step(wanted[start : start + PREFILL_STEP])
            yield None
        for _ in range(self.max_tokens):
            assert logits is not None
            token = int(logits.argmax())
            if token in ends:
                return
            yield token
            logits = self._step([token])

    def _reuse(self, wanted: Sequence[int]) -> int:
        """Cut the kept state back to what it shares with the wanted prompt; return how many tokens that is."""
        shared = 0
        for kept, token in zip(self._read, wanted[:-1], strict=False):
            if kept != token:
                break
            shared += 1
        if self._cache is None or shared == 0:
            self._cache, shared = DynamicCache(), 0
        elif shared < len(self._read):
            self._cache.crop(shared - len(self._read))
        self._read = list(wanted[:shared])
        return shared

    def _step(self, tokens: Sequence[int]) -> torch.Tensor:
        """Read tokens after those already read; return the logits (vocabulary,) of what comes next."""
        output = self._model(torch.tensor([tokens]), past_key_values=self._cache, logits_to_keep=1)
        self._read += tokens
        return output.logits[0, -1]
