"""How the language model reads a prompt: whether it finds an answer there, and in which sentence.

Both are known before or while it writes, at the cost of a few tokens read. Some attention heads of a language model
look from where its answer begins at the words the answer is in (retrieval heads: Wu et al. 2024, for ranking: Chen et
al. 2024); which ones they are is measured for each model (`python -m eval.tune_heads`) and kept in `models.toml`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.evidence import Evidence
from rag.prompting import inert

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

FAR_MORE = 2.5  # times the attention of what is cited, from which a sentence was looked at and passed over
ASKED = "Do these sentences state the answer to the question? Reply Yes or No."


@dataclass
class Watch:
    """Sentences of a prompt, and the share of attention each had before the first word; None until that is known."""

    sentences: tuple[str, ...]
    shares: tuple[float, ...] | None = None


def watch(evidence: Sequence[Evidence]) -> Watch:
    """Return a watch on the evidence of a prompt."""
    return Watch(tuple(inert(e.sentence.text) for e in evidence))


def key_sentence(evidence: Sequence[Evidence], watched: Watch, cited: Collection[Evidence]) -> Evidence | None:
    """Return the evidence that the model looked at far more than at any that is cited; None where there is none."""
    if not watched.shares:
        return None
    shares = dict(zip(evidence, watched.shares, strict=True))
    key = max(shares, key=lambda e: shares[e])
    return key if shares[key] >= FAR_MORE * max((shares[e] for e in cited), default=0.0) else None


def judging(messages: "Sequence[ChatMessage]") -> "list[ChatMessage]":
    """Return the messages with which the model is asked whether the evidence of `messages` holds the answer."""
    from llama_index.core.llms import ChatMessage, MessageRole

    return [*messages, ChatMessage(role=MessageRole.USER, content=ASKED)]
