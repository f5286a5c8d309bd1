"""A language model of this machine, from chat messages to pieces of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from index_store.errors import AbstractQAError
from rag.models.runtimes.decoding import CONTEXT, CausalModel, Decoder
from rag.models.store.catalogue import Heads

Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Weighed:
    """How a model reads a prompt: what it says of it aside, and where it looks before the first word of its answer.

    `judged` is by how much it says Yes rather than No, in logits; `looks` are the shares of attention (heads,
    sentences) on the sentences asked about, and None where the model does not tell them.
    """

    judged: float
    looks: list[list[float]] | None


class Writer(Protocol):
    """What writes with a language model, one prompt at a time."""

    def prompt(self, messages: Messages) -> str:
        """Return messages, each with `role` and `content`, in the model's own chat format."""
        ...

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        ...

    def write(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed."""
        ...


class WeighingWriter(Writer, Protocol):
    """A writer that can tell how the model reads, if not in every runtime."""

    def weigh(self, messages: Messages, aside: str, sentences: Sequence[str], heads: Heads) -> Iterator[Weighed | None]:
        """Yield None as messages are read, then, where it can be told, how.

        Args:
            messages: as for `prompt`.
            aside: what the model answers with Yes or No; it is forgotten again.
            sentences: some of the last message, in order.
            heads: those that look at what answers.
        """
        ...


class TokenWriter:
    """Writes with a model that reads token by token; the tokenizer lies in `folder`."""

    def __init__(self, model: CausalModel, folder: Path) -> None:
        from transformers import AutoTokenizer, GenerationConfig

        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        configured = GenerationConfig.from_pretrained(folder, local_files_only=True).eos_token_id
        ends = configured if isinstance(configured, list) else [configured]
        self._decoder = Decoder(model, frozenset([self._tokenizer.eos_token_id, *ends]))

    def prompt(self, messages: Messages) -> str:
        """Return messages, each with `role` and `content`, in the model's own chat format."""
        turns = [dict(message) for message in messages]
        return self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def write(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: each is a moment at which it can be closed."""
        for _ in self._decoder.read(self._fitting(prompt, max_tokens)):
            yield ""
        written: list[int] = []
        text = ""
        for settled in self._decoder.write(max_tokens):
            written += settled
            longer = self._tokenizer.decode(written, skip_special_tokens=True)
            if longer.endswith("\N{REPLACEMENT CHARACTER}"):  # half a character
                longer = text
            yield longer[len(text) :]
            text = longer

    def weigh(self, messages: Messages, aside: str, sentences: Sequence[str], heads: Heads) -> Iterator[Weighed | None]:
        """Yield None as messages are read, then how: see WeighingWriter."""
        for _ in self._decoder.read(self._fitting(self.prompt([*messages, {"role": "user", "content": aside}]))):
            yield None
        yes, no = (float(self._decoder.logits[self.tokens(word)[0]]) for word in ("Yes", "No"))
        prompt = self.prompt(messages)
        for _ in self._decoder.read(self._fitting(prompt)):
            yield None
        yield Weighed(yes - no, self._looks(prompt, sentences, heads))

    def _fitting(self, prompt: str, max_tokens: int = 0) -> list[int]:
        """Return the tokens of a prompt; raises AbstractQAError where they and those to be written are too many."""
        read = self.tokens(prompt)
        if len(read) + max_tokens > CONTEXT:
            raise AbstractQAError(
                f"The prompt has {len(read)} tokens, and {max_tokens} may be written; together at most {CONTEXT} "
                "are possible. Set a smaller evidence_tokens: abstract-qa config"
            )
        return read

    def _looks(self, prompt: str, sentences: Sequence[str], heads: Heads) -> list[list[float]] | None:
        attention = self._decoder.attention(heads)
        if attention is None:
            return None
        places = self._tokenizer(prompt, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        on = [attention[:, tokens].sum(dim=1) for tokens in _tokens_of(sentences, prompt, places)]
        return [[float(look / sum(of_head)) for look in of_head] for of_head in zip(*on, strict=True)]


def _tokens_of(sentences: Sequence[str], prompt: str, places: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield which tokens of a prompt each sentence takes; `places` are the characters that each token takes."""
    end = 0
    for sentence in sentences:
        start = prompt.index(sentence, end)
        end = start + len(sentence)
        yield [number for number, (first, last) in enumerate(places) if first < end and last > start]
