"""Embed a short text without torch, which takes seconds to load: a question should not wait for it.

Reads two kinds of sentence-transformers folder, those of all-MiniLM-L6-v2 and all-mpnet-base-v2; tests compare it with
sentence-transformers.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from tokenizers.normalizers import BertNormalizer

from rag.models.embedder.bert import Bert, mapped_weights
from rag.models.embedder.embedded_text import EmbeddedText

FIRST_POSITIONS = {"BertModel": 0, "MPNetForMaskedLM": 2}  # of the kinds of model that are understood
TOKENIZERS = ("BertTokenizer", "BertTokenizerFast", "MPNetTokenizer")
MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])


@dataclass(frozen=True)
class QueryEncoder:
    """A BERT or MPNet with mean pooling; `token_limit` includes the two special tokens."""

    tokenizer: Tokenizer
    bert: Bert
    token_limit: int

    @classmethod
    def of(cls, folder: Path) -> "QueryEncoder | None":
        """Return the encoder of a sentence-transformers folder, or None when its model is of another kind."""
        try:
            if not _is_understood(folder):
                return None
            config, weights = _read(folder / "config.json"), mapped_weights(folder / "model.safetensors")
            sizes = (config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"])
            limit = int(_read(folder / "sentence_bert_config.json")["max_seq_length"])
            bert = Bert(weights, *sizes, FIRST_POSITIONS[config["architectures"][0]])
            encoder = cls(_tokenizer(folder), bert, limit)
            encoder.embed("")  # raises for weights of other names or shapes
        except (OSError, ValueError, TypeError, LookupError):
            return None
        return encoder

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return self.bert.dimension

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has, special tokens not included."""
        return len(self.tokenizer.encode(text, add_special_tokens=False))

    def embed(self, text: str) -> EmbeddedText:
        """Return a text with its vector and those of its words; what is past the token limit is ignored."""
        encoded = self.tokenizer.encode(text)
        tokens, offsets = encoded.ids, encoded.offsets
        if len(tokens) > self.token_limit:
            tokens, offsets = ([*all_[: self.token_limit - 1], all_[-1]] for all_ in (tokens, offsets))
        states = self.bert.states(tokens)
        return EmbeddedText.of(text, states.mean(axis=0), states, offsets)


def _is_understood(folder: Path) -> bool:
    """Return whether it is a plain BERT or MPNet with mean pooling and without prompts."""
    config, modules = _read(folder / "config.json"), _read(folder / "modules.json")
    settings = _read(folder / "sentence_bert_config.json")
    pooling = _read(folder / modules[1]["path"] / "config.json")
    return all(
        (
            len(config["architectures"]) == 1 and config["architectures"][0] in FIRST_POSITIONS,
            config["hidden_act"] == "gelu",
            config.get("position_embedding_type", "absolute") == "absolute",
            [module["type"].split(".")[-1] for module in modules] in MODULES,
            [mode for mode, used in pooling.items() if "mode" in mode and used] == ["pooling_mode_mean_tokens"],
            _read(folder / "tokenizer_config.json")["tokenizer_class"] in TOKENIZERS,
            [name for name, value in settings.items() if value] == ["max_seq_length"],
            not any(_read(folder / "config_sentence_transformers.json").get("prompts", {}).values()),
        )
    )


def _tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer as transformers makes it from tokenizer_config.json, but without truncation."""
    rules = _read(folder / "tokenizer_config.json")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.normalizer = BertNormalizer(
        lowercase=rules.get("do_lower_case", True),
        handle_chinese_chars=rules.get("tokenize_chinese_chars", True),
        strip_accents=rules.get("strip_accents"),
    )
    return tokenizer


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
