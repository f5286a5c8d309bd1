"""Embed texts with sentence-transformers: any of its models, many texts at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.models.embedder.embedded_text import EmbeddedText

if TYPE_CHECKING:
    from torch import Tensor


class SentenceEncoder:
    """A sentence-transformers model in a folder; not safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        from rag.machine.hardware import fast_dtype

        self._model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": fast_dtype()}
        )

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return int(self._model.get_embedding_dimension() or 0)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has, special tokens not included."""
        return len(self._model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def query(self, text: str) -> EmbeddedText:
        """Return a question with its vector and those of its words."""
        features: Any = self._model.encode_query([text], output_value=None, show_progress_bar=False)
        return self._embedded([text], features)[0]

    def passages(self, texts: Sequence[str]) -> list[EmbeddedText]:
        """Return texts with their vectors and those of their words, as one batch."""
        features: Any = self._model.encode_document(
            list(texts), batch_size=len(texts), output_value=None, show_progress_bar=False
        )
        return self._embedded(texts, features)

    def _embedded(self, texts: Sequence[str], features: Sequence[dict[str, Any]]) -> list[EmbeddedText]:
        return [
            EmbeddedText.of(text, _array(of_text["sentence_embedding"]), *_tokens(of_text, offsets))
            for text, of_text, offsets in zip(texts, features, self._offsets(texts), strict=True)
        ]

    def _offsets(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Return the start and end of each token in its text; none when the tokenizer does not give them."""
        tokenizer, limit = self._model.tokenizer, self._model.max_seq_length
        if not getattr(tokenizer, "is_fast", False):
            return [[]] * len(texts)
        encoded = tokenizer(list(texts), truncation=True, max_length=limit, return_offsets_mapping=True)
        return encoded["offset_mapping"]


def _tokens(features: dict[str, Any], offsets: list[tuple[int, int]]) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Return the states (tokens, dimension) of a text's tokens with their offsets.

    Both are empty for a model without states, or with vectors of another length. A prompt before the text is left out.
    """
    dimension = len(features["sentence_embedding"])
    if not offsets or getattr(features.get("token_embeddings"), "shape", (0, 0))[-1] != dimension:
        return np.zeros((0, dimension), dtype=np.float32), []
    states = _array(features["token_embeddings"][features["attention_mask"] == 1])[-len(offsets) :]
    return states, offsets[-len(states) :]


def _array(tensor: "Tensor") -> np.ndarray:
    return tensor.float().numpy()
