"""A LogitModel by transformers: the reference, which runs wherever torch does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, DynamicCache

from rag.machine.hardware import fast_dtype
from rag.models.runtimes.logit_model import State


class TransformersModel:
    """A language model in a transformers folder; `dtype` None is the fastest on this machine."""

    def __init__(self, folder: Path, dtype: torch.dtype | None = None) -> None:
        self._model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=dtype or fast_dtype(), local_files_only=True, use_safetensors=True
        )  # from_pretrained leaves the model in evaluation mode
        self._cache = DynamicCache()
        self._last_hidden = torch.empty(0)

    def __len__(self) -> int:
        """Return how many tokens the state covers."""
        return int(self._cache.get_seq_length())

    def forget(self, length: int) -> None:
        """Keep the state of the first `length` tokens only."""
        if length == 0:
            self._cache = DynamicCache()
        elif length < len(self):
            self._cache.crop(length - len(self))

    def state(self) -> State:
        """Return a copy of the state."""
        layers: Any = self._cache.layers
        return [(layer.keys.clone(), layer.values.clone()) for layer in layers]

    def restore(self, state: State) -> None:
        """Go back to a state; what was read is forgotten."""
        self._cache = DynamicCache()
        for layer, (keys, values) in enumerate(state):
            self._cache.update(keys, values, layer)

    @torch.inference_mode()
    def read(self, tokens: Sequence[int], logits_of: int) -> torch.Tensor:
        """Read further tokens; return the logits (logits_of, vocabulary) of the last ones."""
        output = self._model(
            torch.tensor([list(tokens)]),
            past_key_values=self._cache,
            logits_to_keep=logits_of,
            output_hidden_states=True,
        )
        self._last_hidden = output.hidden_states[-1][0, -1]
        return output.logits[0]

    def last_hidden(self) -> torch.Tensor:
        """Return the hidden state (hidden,) of the last token that was read, from which its logits come."""
        return self._last_hidden

    def attention(self, heads: Sequence[tuple[int, int]]) -> None:
        """Return None: the fast attention kernels do not return the attention."""
