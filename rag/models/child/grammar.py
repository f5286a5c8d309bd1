"""An answer kept to a JSON schema: which tokens may come next (llguidance)."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch
    from llguidance import LLTokenizer

_ON_ONE_LINE: Any = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}


class Grammar:
    """What one answer may hold: JSON of a schema, on one line, its keys in the order of the schema."""

    def __init__(self, tokenizer: "LLTokenizer", schema: Mapping[str, Any]) -> None:
        from llguidance import LLMatcher

        self._matcher = LLMatcher(tokenizer, LLMatcher.grammar_from_json_schema(json.dumps(schema), _ON_ONE_LINE))

    @property
    def ended(self) -> bool:
        """Whether nothing more can follow."""
        return self._matcher.is_stopped()

    def best(self, logits: "torch.Tensor") -> int:
        """Return the likeliest token that may come next, and take it as written; `logits` are of the vocabulary."""
        allowed = np.frombuffer(self._matcher.compute_logit_bias(), dtype=np.uint8) > 0
        scores = logits[: len(allowed)].float().numpy()
        token = int(np.where(allowed, scores, -np.inf).argmax())
        self._matcher.consume_token(token)
        return token

    def ahead(self, guess: Sequence[int]) -> list[int]:
        """Return the tokens that must come next; where there is a choice, the beginning of a guess that may."""
        return self._matcher.compute_ff_tokens() or list(guess[: self._matcher.validate_tokens(list(guess))])
