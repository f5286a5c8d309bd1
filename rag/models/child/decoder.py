"""Logits to tokens: greedy decoding that can be stopped, reuses the state, and settles several tokens at a time.

The loop is our own because `generate` of transformers can be stopped neither while it reads the prompt nor by closing a
stream, and because the state of a shared prompt prefix is kept for the next prompt.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from rag.models.child.grammar import Grammar
from rag.models.child.kept_states import KeptStates
from rag.models.runtimes.logit_model import GUESS_LENGTH, LogitModel

if TYPE_CHECKING:
    import torch

PREFILL_STEP = 256  # tokens read between two moments at which the writing can be stopped: half a second on two cores
SHARED_TURNS = 2  # the instructions, and the evidence with its question


class Decoder:
    """Decodes one prompt at a time; `ends` are the tokens that end an answer."""

    def __init__(self, model: LogitModel, ends: frozenset[int], kept: KeptStates) -> None:
        self._model = model
        self._ends = ends
        self._read: list[int] = []  # the tokens that the model's state covers
        self._stops: list[int] = []  # how many tokens had been read after each step of the last prompt
        self._kept = kept  # the state after the first turn of a prompt
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
            self._keep_first_turn()
            yield

    def hidden(self) -> "torch.Tensor":
        """Return the hidden state (hidden,) at the end of the prompt that was read."""
        return self._model.last_hidden()

    def attention(self, heads: Sequence[tuple[int, int]]) -> "torch.Tensor | None":
        """Return the attention from the end of the prompt that was read, as LogitModel.attention does."""
        return self._model.attention(heads)

    def write(self, max_tokens: int, grammar: Grammar | None = None) -> Iterator[list[int]]:
        """Yield the tokens of the answer to the prompt that was read, as they are settled.

        Without a grammar the model itself ends its answer; one that is too long is cut.
        """
        settled = [self._best(self.logits, grammar)]
        left = max_tokens
        while left > 0:
            whole = list(takewhile(lambda token: token not in self._ends, settled))[:left]
            yield whole
            if len(whole) < len(settled) or (grammar and grammar.ended):
                return
            left -= len(whole)
            settled = self._step(settled, grammar)

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
        first = wanted[: next(self._turns(wanted), 0)]
        if reused < len(first) and (state := self._kept.get(first)):
            self._model.restore(state)
            reused = len(first)
        self._model.forget(reused)
        self._read, self._stops = list(wanted[:reused]), stops
        return reused

    def _keep_first_turn(self) -> None:
        """Keep the state if it covers the first turn of a prompt, which other prompts will begin with."""
        if self._read[-1] in self._ends and next(self._turns(self._read)) == len(self._read):
            self._kept.keep(self._read, self._model.state())

    def _turns(self, prompt: Sequence[int]) -> Iterator[int]:
        """Yield where the turns of a prompt end."""
        return (end for end, token in enumerate(prompt, 1) if token in self._ends)

    def _stops_of(self, prompt: Sequence[int]) -> list[int]:
        """Return where the steps of a prompt end; its first turns, which prompts share, are steps of their own."""
        bounds = sorted({0, *islice(self._turns(prompt), SHARED_TURNS), len(prompt)})
        return [stop for start, end in pairwise(bounds) for stop in [*range(start, end, PREFILL_STEP)[1:], end]]

    def _step(self, settled: Sequence[int], grammar: Grammar | None) -> list[int]:
        """Read the last of the settled tokens; return those that greedy decoding settles on next.

        A guess is read along, at little more than the cost of one token; its right beginning is kept.
        """
        last = settled[-1]
        guess = guess_continuation([*self._read, last])
        guess = grammar.ahead(guess) if grammar else guess
        best: list[int] = []
        for logits in self._model.read([last, *guess], len(guess) + 1):
            best.append(self._best(logits, grammar))
            if best != guess[: len(best)] or best[-1] in self._ends or (grammar and grammar.ended):
                break
        self._read += [last, *best[:-1]]
        self._model.forget(len(self._read))
        return best

    @staticmethod
    def _best(logits: "torch.Tensor", grammar: Grammar | None) -> int:
        return grammar.best(logits) if grammar else int(logits.argmax())


def guess_continuation(tokens: Sequence[int], length: int = GUESS_LENGTH) -> list[int]:
    """Return what followed the latest earlier occurrence of the last two tokens; [] if there is none.

    An answer mostly repeats its evidence, so this is often right (prompt lookup decoding, Saxena 2023).
    """
    last = tuple(tokens[-2:])
    for end in range(len(tokens) - 1, 1, -1):
        if (tokens[end - 2], tokens[end - 1]) == last:
            return list(tokens[end : end + length])
    return []
