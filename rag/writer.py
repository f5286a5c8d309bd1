"""A language model of this machine, from chat messages to pieces of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index_store.errors import AbstractQAError
from rag.catalogue import Heads
from rag.decoding import CONTEXT, CausalModel, Decoder

if TYPE_CHECKING:
    import torch


@dataclass
class Watch:
    """Sentences of a prompt, each there as it stands, and heads of the model, each a (layer, head).

    `shares` of these heads' attention, which add up to 1, lie on the sentences just before the answer; None until
    that is known.
    """

    sentences: Sequence[str]
    heads: Heads
    shares: list[float] | None = None


class Writer(Protocol):
    """What writes with a language model, one prompt at a time."""

    def prompt(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return messages, each with `role` and `content`, in the model's own chat format."""
        ...

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        ...

    def write(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed."""
        ...


class TellingWriter(Writer, Protocol):
    """A writer that may tell how the model reads: what every runtime is."""

    def write(self, prompt: str, max_tokens: int, watch: Watch | None = None) -> Iterator[str]:
        """Yield the answer as a Writer does; what can be told of `watch` is in it before the first word."""
        ...

    def judge(self, prompt: str) -> Iterator[float | None]:
        """Yield None as a prompt is read, then, where it can be told, by how much its answer is Yes rather than No."""
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

    def write(self, prompt: str, max_tokens: int, watch: Watch | None = None) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed.

        What can be told of `watch` is in it before the first word.
        """
        read = self.tokens(prompt)
        if len(read) + max_tokens > CONTEXT:
            raise AbstractQAError(
                f"The prompt has {len(read)} tokens, and {max_tokens} may be written; together at most {CONTEXT} "
                "are possible. Set a smaller evidence_tokens: abstract-qa config"
            )
        for _ in self._decoder.read(read):
            yield ""
        if watch and (looks := self.looks(prompt, watch.sentences, watch.heads)) is not None:
            watch.shares = looks.mean(dim=0).tolist()
        written: list[int] = []
        text = ""
        for settled in self._decoder.write(max_tokens):
            written += settled
            longer = self._tokenizer.decode(written, skip_special_tokens=True)
            if longer.endswith("\N{REPLACEMENT CHARACTER}"):  # half a character
                longer = text
            yield longer[len(text) :]
            text = longer

    def judge(self, prompt: str) -> Iterator[float | None]:
        """Yield None as a prompt is read, then by how much its answer is Yes rather than No, in logits."""
        yield from self.read(prompt)
        yes, no = (float(self._decoder.logits[self.tokens(word)[0]]) for word in ("Yes", "No"))
        yield yes - no

    def read(self, prompt: str) -> Iterator[None]:
        """Read a prompt, and yield after each part of it."""
        yield from self._decoder.read(self.tokens(prompt))

    def looks(self, prompt: str, sentences: Sequence[str], heads: Heads) -> "torch.Tensor | None":
        """Return the shares (heads, sentences) of attention on sentences of the prompt that was read last.

        None where the model cannot tell.
        """
        import torch

        attention = self._decoder.attention(heads)
        if attention is None:
            return None
        places = self._tokenizer(prompt, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        on = torch.stack([attention[:, tokens].sum(dim=1) for tokens in _tokens_of(sentences, prompt, places)], dim=1)
        return on / on.sum(dim=1, keepdim=True)


def _tokens_of(sentences: Sequence[str], prompt: str, places: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield which tokens of a prompt each sentence takes; `places` are the characters that each token takes."""
    end = 0
    for sentence in sentences:
        start = prompt.index(sentence, end)
        end = start + len(sentence)
        yield [number for number, (first, last) in enumerate(places) if first < end and last > start]
