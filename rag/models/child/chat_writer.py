"""Chat messages to text: a chat writer formats the prompt, cuts it into tokens, and has the answer decoded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index_store.errors import AbstractQAError
from rag.models.child.decoder import Decoder
from rag.models.child.grammar import Grammar
from rag.models.child.kept_states import KeptStates
from rag.models.runtimes.logit_model import CONTEXT, LogitModel
from rag.models.runtimes.runtime_choice import Runtime
from rag.models.store.catalogue import Heads

if TYPE_CHECKING:
    from llguidance import LLTokenizer

DIGITS = 3  # of a hidden state: its values are of about one

Messages = Sequence[Mapping[str, str]]
"""Each with `role` and `content`."""

Schema = Mapping[str, Any]
"""A JSON schema."""


@dataclass(frozen=True)
class PromptReading:
    """How a model reads a prompt, before it writes.

    `judged` is the logit of Yes minus that of No, in reply to a question on the prompt. `looks` (heads, sentences) is
    each head's attention on the sentences, as shares of 1; None where the runtime does not compute it.
    """

    judged: float
    looks: list[list[float]] | None


class ChatWriter(Protocol):
    """Writes with a language model, one prompt at a time."""

    def prompt(self, messages: Messages) -> str:
        """Return messages in the model's own chat format."""
        ...

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added; a control token spelled out in it counts as one."""
        ...

    def write(self, prompt: str, max_tokens: int, schema: Schema | None = None) -> Iterator[str]:
        """Yield the answer as it is written, also empty pieces: after each the iterator can be closed.

        With a JSON schema the answer is JSON of it, unless it is cut at `max_tokens`.
        """
        ...


class ReadingWriter(ChatWriter, Protocol):
    """A chat writer that may also say how the model reads a prompt."""

    def read(
        self, messages: Messages, aside: str, sentences: Sequence[str], heads: Heads
    ) -> Iterator[PromptReading | None]:
        """Yield None after each step, then the reading; no reading where the runtime cannot give one.

        `aside` is a Yes or No question asked after the messages, and forgotten again; `sentences` are parts of the
        last message, in order.
        """
        ...

    def state(self, messages: Messages) -> Iterator[list[float] | None]:
        """Yield None after each step, then the hidden state after the messages; none where the runtime hides it."""
        ...


class DecoderWriter:
    """A chat writer around a LogitModel; `folder` holds the tokenizer, `prompts` keeps what was read, if given."""

    def __init__(self, model: LogitModel, folder: Path, prompts: Path | None = None) -> None:
        from transformers import AutoTokenizer, GenerationConfig

        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        configured = GenerationConfig.from_pretrained(folder, local_files_only=True).eos_token_id
        ends = configured if isinstance(configured, list) else [configured]
        self._decoder = Decoder(model, frozenset([self._tokenizer.eos_token_id, *ends]), KeptStates(prompts))

    def prompt(self, messages: Messages) -> str:
        """Return messages in the model's own chat format."""
        turns = [dict(message) for message in messages]
        return self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text: see ChatWriter."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def write(self, prompt: str, max_tokens: int, schema: Schema | None = None) -> Iterator[str]:
        """Yield the answer as it is written: see ChatWriter."""
        for _ in self._decoder.read(self._fitting(prompt, max_tokens)):
            yield ""
        written: list[int] = []
        text = ""
        for settled in self._decoder.write(max_tokens, Grammar(self._vocabulary, schema) if schema else None):
            written += settled
            longer = self._tokenizer.decode(written, skip_special_tokens=True)
            if longer.endswith("\N{REPLACEMENT CHARACTER}"):  # half a character
                longer = text
            yield longer[len(text) :]
            text = longer

    def read(
        self, messages: Messages, aside: str, sentences: Sequence[str], heads: Heads
    ) -> Iterator[PromptReading | None]:
        """Yield None after each step, then the reading: see ReadingWriter."""
        for _ in self._decoder.read(self._fitting(self.prompt([*messages, {"role": "user", "content": aside}]))):
            yield None
        yes, no = (float(self._decoder.logits[self.tokens(word)[0]]) for word in ("Yes", "No"))
        prompt = self.prompt(messages)
        for _ in self._decoder.read(self._fitting(prompt)):
            yield None
        yield PromptReading(yes - no, self._looks(prompt, sentences, heads))

    def state(self, messages: Messages) -> Iterator[list[float] | None]:
        """Yield None after each step, then the hidden state: see ReadingWriter."""
        for _ in self._decoder.read(self._fitting(self.prompt(messages))):
            yield None
        yield [round(value, DIGITS) for value in self._decoder.hidden().float().tolist()]

    @cached_property
    def _vocabulary(self) -> "LLTokenizer":
        from llguidance.hf import from_tokenizer

        return from_tokenizer(self._tokenizer)

    def _fitting(self, prompt: str, max_tokens: int = 0) -> list[int]:
        """Return the tokens of a prompt; raises AbstractQAError where they and the answer exceed CONTEXT."""
        tokens = self.tokens(prompt)
        if len(tokens) + max_tokens > CONTEXT:
            raise AbstractQAError(
                f"The prompt has {len(tokens)} tokens, and {max_tokens} may be written; together at most {CONTEXT} "
                "are possible. Set a smaller evidence_tokens: abstract-qa config"
            )
        return tokens

    def _looks(self, prompt: str, sentences: Sequence[str], heads: Heads) -> list[list[float]] | None:
        attention = self._decoder.attention(heads)
        if attention is None:
            return None
        places = self._tokenizer(prompt, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        sums = [attention[:, tokens].sum(dim=1) for tokens in _tokens_of(sentences, prompt, places)]
        return [[float(look / sum(of_head)) for look in of_head] for of_head in zip(*sums, strict=True)]


def _tokens_of(sentences: Sequence[str], prompt: str, places: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the numbers of each sentence's tokens; `places` are the (start, end) characters of the prompt's tokens."""
    end = 0
    for sentence in sentences:
        start = prompt.index(sentence, end)
        end = start + len(sentence)
        yield [number for number, (first, last) in enumerate(places) if first < end and last > start]


def open_writer(runtime: Runtime, files: Path) -> ReadingWriter:
    """Load a model from files made by rag.models.runtimes.prepare."""
    if runtime == "llamacpp":
        from rag.models.child.llamacpp_writer import LlamaCppWriter

        return LlamaCppWriter(files)
    if runtime == "int8":
        from rag.models.runtimes.int8_model import Int8Model

        return DecoderWriter(Int8Model(files), files, files / "prompts")
    from rag.models.runtimes.transformers_model import TransformersModel

    return DecoderWriter(TransformersModel(files), files)
