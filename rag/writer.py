"""A language model of this machine, from chat messages to pieces of text."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from index_store.errors import AbstractQAError
from rag.decoding import CONTEXT, CausalModel, Decoder


class Writer(Protocol):
    """What every runtime can do; one prompt at a time."""

    def prompt(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return messages, each with `role` and `content`, in the model's own chat format."""
        ...

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        ...

    def write(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed."""
        ...


class TokenWriter:
    """Writes with a model that reads token by token; the tokenizer lies in `folder`."""

    def __init__(self, model: CausalModel, folder: Path) -> None:
        from transformers import AutoTokenizer, GenerationConfig

        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        configured = GenerationConfig.from_pretrained(folder, local_files_only=True).eos_token_id
        ends = configured if isinstance(configured, list) else [configured]
        self._decoder = Decoder(model, frozenset([self._tokenizer.eos_token_id, *ends]))

    def prompt(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return messages, each with `role` and `content`, in the model's own chat format."""
        turns = [dict(message) for message in messages]
        return self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def write(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed."""
        read = self.tokens(prompt)
        if len(read) + max_tokens > CONTEXT:
            raise AbstractQAError(
                f"The prompt has {len(read)} tokens, and {max_tokens} may be written; together at most {CONTEXT} "
                "are possible. Set a smaller evidence_tokens: abstract-qa config"
            )
        written: list[int] = []
        text = ""
        for settled in self._decoder.write(read, max_tokens):
            written += settled
            longer = self._tokenizer.decode(written, skip_special_tokens=True)
            if longer.endswith("\N{REPLACEMENT CHARACTER}"):  # half a character
                longer = text
            yield longer[len(text) :]
            text = longer
