"""A LogitModel by transformers: the reference, which runs wherever torch does."""

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, DynamicCache

from rag.machine.hardware import fast_dtype


class TransformersModel:
    """A language model in a transformers folder; `dtype` None is the fastest on this machine."""

    def __init__(self, folder: Path, dtype: torch.dtype | None = None) -> None:
        self._model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=dtype or fast_dtype(), local_files_only=True, use_safetensors=True
        )  # from_pretrained leaves the model in evaluation mode
        self._cache = DynamicCache()

    def __len__(self) -> int:
        """Return how many tokens the state covers."""
        return int(self._cache.get_seq_length())

    def forget(self, length: int) -> None:
        """Keep the state of the first `length` tokens only."""
        if length == 0:
            self._cache = DynamicCache()
        elif length < len(self):
            self._cache.crop(length - len(self))

    @torch.inference_mode()
    def read(self, tokens: Sequence[int], logits_of: int) -> torch.Tensor:
        """Read further tokens; return the logits (logits_of, vocabulary) of the last ones."""
        output = self._model(torch.tensor([list(tokens)]), past_key_values=self._cache, logits_to_keep=logits_of)
        return output.logits[0]

    def attention(self, heads: Sequence[tuple[int, int]]) -> None:
        """Return None: the fast attention kernels do not return the attention."""
