"""Logits to tokens: greedy decoding that can be stopped, reuses the state, and settles several tokens at a time.

The loop is our own because `generate` of transformers can be stopped neither while it reads the prompt nor by closing a
stream, and because the state of a shared prompt prefix is kept for the next prompt.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from rag.models.runtimes.logit_model import GUESS_LENGTH, LogitModel

if TYPE_CHECKING:
    import torch

PREFILL_STEP = 256  # tokens read between two moments at which the writing can be stopped: half a second on two cores
SHARED_TURNS = 2  # the instructions, and the evidence with its question


class Decoder:
    """Decodes one prompt at a time; `ends` are the tokens that end an answer."""

    def __init__(self, model: LogitModel, ends: frozenset[int]) -> None:
        self._model = model
        self._ends = ends
        self._read: list[int] = []  # the tokens that the model's state covers
        self._stops: list[int] = []  # how many tokens had been read after each step of the last prompt
        self.logits: torch.Tensor

    def read(self, prompt: Sequence[int]) -> Iterator[None]:
        """Read a prompt and yield after each step; `logits` (vocabulary,) are then those of the next token.

        Does nothing for the prompt that was read last.
        """
        if self._read == list(prompt) and len(self._model) == len(self._read):
            return
        reused, stops = self._reuse(prompt), self._stops
        for start, end in pairwise([reused, *(stop for stop in stops if stop > reused)]):
            self.logits = self._model.read(prompt[start:end], 1)[0]
            self._read += prompt[start:end]
            yield

    def attention(self, heads: Sequence[tuple[int, int]]) -> "torch.Tensor | None":
        """Return the attention from the end of the prompt that was read, as LogitModel.attention does."""
        return self._model.attention(heads)

    def write(self, max_tokens: int) -> Iterator[list[int]]:
        """Yield the tokens of the answer to the prompt that was read, as they are settled."""
        settled = [int(self.logits.argmax())]
        left = max_tokens
        while left > 0:
            whole = list(takewhile(lambda token: token not in self._ends, settled))[:left]
            yield whole
            if len(whole) < len(settled):
                return
            left -= len(whole)
            settled = self._step(settled[-1:], guess_continuation([*self._read, settled[-1]]))

    def _reuse(self, wanted: Sequence[int]) -> int:
        """Cut the state back to the steps that the wanted prompt begins with; return their tokens.

        Only whole steps are reused: sums are rounded differently in steps of another length, and an answer must not
        depend on the prompt before it.
        """
        pairs = zip(self._read, wanted[:-1], strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if len(self._model) != len(self._read):  # a step was interrupted
            shared = 0
        stops = self._stops_of(wanted)
        reused = max((stop for stop in stops if stop in self._stops and stop <= shared), default=0)
        self._model.forget(reused)
        self._read, self._stops = list(wanted[:reused]), stops
        return reused

    def _stops_of(self, prompt: Sequence[int]) -> list[int]:
        """Return where the steps of a prompt end; its first turns, which prompts share, are steps of their own."""
        turns = islice((end for end, token in enumerate(prompt, 1) if token in self._ends), SHARED_TURNS)
        bounds = sorted({0, *turns, len(prompt)})
        return [stop for start, end in pairwise(bounds) for stop in [*range(start, end, PREFILL_STEP)[1:], end]]

    def _step(self, tokens: Sequence[int], guess: Sequence[int]) -> list[int]:
        """Read tokens; return those that greedy decoding settles on next.

        A guess is read along, at little more than the cost of one token; its right beginning is kept.
        """
        best = self._model.read([*tokens, *guess], len(guess) + 1).argmax(dim=-1).tolist()
        pairs = zip(guess, best, strict=False)
        right = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        self._read += [*tokens, *guess[:right]]
        self._model.forget(len(self._read))
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
