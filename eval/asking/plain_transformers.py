"""The language model of the baselines: plain transformers, with the weights that ours are converted from.

Greedy `generate` in a thread, read through a TextIteratorStreamer, as LlamaIndex and transformers document it: no
prompt prefix is kept, and tokens are written one by one.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback
from pydantic import PrivateAttr
from transformers import AutoModelForCausalLM, AutoTokenizer, BatchEncoding, TextIteratorStreamer

from index_store.errors import AbstractQAError
from rag.machine.hardware import fast_dtype
from rag.machine.progress import Progress
from rag.models.runtimes.conversion import converted
from rag.models.store.model_store import ModelStore
from rag.settings import Settings


class PlainTransformers(CustomLLM):
    """A chat model from a transformers folder; `tokens_read` counts the tokens of all its prompts."""

    name: str
    max_tokens: int
    context_window: int
    tokens_read: int = 0
    _model: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()

    def __init__(self, name: str, folder: Path, max_tokens: int) -> None:
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=fast_dtype(), local_files_only=True)
        super().__init__(name=name, max_tokens=max_tokens, context_window=model.config.max_position_embeddings)
        self._model = model
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.messages_to_prompt = self.prompt_of

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises the class."""
        return "PlainTransformers"

    @property
    def metadata(self) -> LLMMetadata:
        """Return LlamaIndex's description of the model."""
        return LLMMetadata(
            model_name=self.name,
            context_window=self.context_window,
            num_output=self.max_tokens,
            is_chat_model=True,
        )

    @property
    def weights_read(self) -> int:
        """Return how many weights each prompt token is multiplied with: all but the embedding and the head."""
        embedding, head = self._model.get_input_embeddings().weight, self._model.get_output_embeddings().weight
        return self._model.num_parameters() - head.numel() - (0 if head is embedding else embedding.numel())

    @property
    def weights_written(self) -> int:
        """Return how many weights are read from memory to write a token: `weights_read` and the head."""
        return self.weights_read + self._model.get_output_embeddings().weight.numel()

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text, without special tokens."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def prompt_of(self, messages: Sequence[ChatMessage]) -> str:
        """Return messages in the model's chat template."""
        turns = [{"role": m.role.value, "content": m.content or ""} for m in messages]
        return self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """Return the whole answer to a prompt."""
        *_, last = self.stream_complete(prompt, formatted=formatted, **kwargs)
        return CompletionResponse(text=last.text)

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """Yield the answer word by word."""
        return self._pieces(prompt if formatted else self.prompt_of([ChatMessage(content=prompt)]))

    def _pieces(self, prompt: str) -> CompletionResponseGen:
        inputs = self._tokenizer(prompt, add_special_tokens=False, return_tensors="pt")
        self.tokens_read += inputs["input_ids"].shape[1]
        streamer = TextIteratorStreamer(self._tokenizer, skip_prompt=True, skip_special_tokens=True)
        with ThreadPoolExecutor(max_workers=1) as thread:
            writing = thread.submit(self._generate, inputs, streamer)
            text = ""
            for piece in streamer:
                text += piece
                yield CompletionResponse(text=text, delta=piece)
            writing.result()

    def _generate(self, inputs: BatchEncoding, streamer: TextIteratorStreamer) -> None:
        try:
            self._model.generate(**inputs, streamer=streamer, max_new_tokens=self.max_tokens, do_sample=False)
        finally:
            streamer.text_queue.put(streamer.stop_signal)  # after a failure too, or its reader would wait forever


def load_plain_transformers(settings: Settings, store: ModelStore, progress: Progress) -> PlainTransformers:
    """Load the language model of the settings with transformers; raises AbstractQAError when it is on a server."""
    if settings.llm_url:
        raise AbstractQAError(
            f"llm_url is {settings.llm_url}; the baselines need a local model. Unset it, and name one: --llm small"
        )
    folder = Path(settings.llm)
    if not folder.exists():
        folder = store.fetch(settings.llm, partial(progress, f"Fetching {settings.llm}"))
    gguf = folder if folder.suffix == ".gguf" else next(iter(sorted(folder.glob("*.gguf"))), None)
    if gguf is not None:
        folder = converted(gguf, gguf.parent / f"{gguf.stem}-bf16", progress)
    return PlainTransformers(settings.llm, folder, settings.answer_tokens)
