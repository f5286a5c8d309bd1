"""What turns weights into logits, whatever runtime computes them: the contract of the models in this folder."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import torch

State = Sequence[tuple["torch.Tensor", "torch.Tensor"]]
"""The keys and values of each layer, for the tokens read."""

CONTEXT = 4096  # tokens of a prompt and its answer together
GUESS_LENGTH = 8  # tokens read ahead of the answer at a time: see rag/models/child/decoder.py


class LogitModel(Protocol):
    """A causal language model that keeps the state of the tokens it has read."""

    def __len__(self) -> int:
        """Return how many tokens the state covers."""
        ...

    def forget(self, length: int) -> None:
        """Keep the state of the first `length` tokens only."""
        ...

    def state(self) -> State:
        """Return a copy of the state."""
        ...

    def restore(self, state: State) -> None:
        """Go back to a state; what was read is forgotten."""
        ...

    def read(self, tokens: Sequence[int], logits_of: int) -> "torch.Tensor":
        """Read further tokens; return the logits (logits_of, vocabulary) of the last ones."""
        ...

    def last_hidden(self) -> "torch.Tensor":
        """Return the hidden state (hidden,) of the last token that was read, from which its logits come."""
        ...

    def attention(self, heads: "Sequence[tuple[int, int]]") -> "torch.Tensor | None":
        """Return the last token's attention over all tokens, (heads, tokens), for heads given as (layer, head).

        None where the runtime does not compute it apart.
        """
        ...
