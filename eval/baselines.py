"""The baselines of every comparison: LlamaIndex as its documentation has it, on the same papers, embedder and weights.

`naive` is the starter pipeline: the three nearest whole abstracts in one prompt. `citation` is CitationQueryEngine with
its own prompt and chunks. Both are streamed, so that the first words can be timed.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llama_index.core import VectorStoreIndex
from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.schema import NodeWithScore, QueryBundle

if TYPE_CHECKING:
    from eval.plain_transformers import PlainTransformers

TOP_PAPERS = 3
CITATION_CHUNK = 512  # tokens, as in LlamaIndex's documentation

# What a model writes when its context does not hold the answer; "Empty Response" is LlamaIndex's own, without sources.
# Looked for in the first sentence only: a later one may say what else is missing.
REFUSALS = (
    "not provide", "not mention", "not specif", "not state", "not explicitly", "not contain", "not include",
    "no information", "no mention", "cannot be determined", "cannot determine", "cannot answer", "cannot provide",
    "unable to", "none of the sources", "none of the provided", "empty response",
)  # fmt: skip
_MARKER = re.compile(r"\[(?:Sources? )?(\d+(?:\s*,\s*\d+)*)\]")


@dataclass(frozen=True)
class BaselineAnswer:
    """What a baseline answered; times are milliseconds since the question.

    `cited` are paper ids in the order of the markers, empty for `naive`, whose answers have none; `retrieved` are the
    ids of the papers in the prompt, best first; `first_token_ms` is None when the model wrote nothing.
    """

    text: str
    cited: tuple[str, ...]
    retrieved: tuple[str, ...]
    retrieve_ms: int
    first_token_ms: int | None
    total_ms: int
    refused: bool
    prompt_tokens: int


@dataclass(frozen=True)
class Baseline:
    """A LlamaIndex query engine that retrieves and writes, and the model it writes with."""

    name: str
    engine: Any  # a query engine that streams; the base class does not know `retrieve` and `synthesize`
    llm: "PlainTransformers"

    def answer(self, question: str) -> BaselineAnswer:
        """Return the answer to a question that stands alone."""
        started, read_before = time.monotonic(), self.llm.tokens_read
        query = QueryBundle(question)
        nodes = self.engine.retrieve(query)
        retrieve_ms = _milliseconds_since(started)
        response = self.engine.synthesize(query, nodes)
        assert isinstance(response, StreamingResponse)
        text = ""
        first_token_ms: int | None = None
        for piece in response.response_gen:
            text += piece
            if text and first_token_ms is None:
                first_token_ms = _milliseconds_since(started)
        return BaselineAnswer(
            text=text,
            cited=_cited(text, response.source_nodes) if self.name == "citation" else (),
            retrieved=tuple(node.node.metadata["paper_id"] for node in nodes),
            retrieve_ms=retrieve_ms,
            first_token_ms=first_token_ms,
            total_ms=_milliseconds_since(started),
            refused=is_refusal(text),
            prompt_tokens=self.llm.tokens_read - read_before,
        )


def naive(index: VectorStoreIndex, llm: "PlainTransformers") -> Baseline:
    """Return the starter pipeline: three whole abstracts, LlamaIndex's own prompt, one call of the model."""
    engine = index.as_query_engine(
        llm=llm, similarity_top_k=TOP_PAPERS, response_mode=ResponseMode.COMPACT, streaming=True
    )
    return Baseline("naive", engine, llm)


def citation(index: VectorStoreIndex, llm: "PlainTransformers") -> Baseline:
    """Return CitationQueryEngine with the values of its documentation."""
    engine = CitationQueryEngine.from_args(
        index, llm=llm, similarity_top_k=TOP_PAPERS, citation_chunk_size=CITATION_CHUNK, streaming=True
    )
    return Baseline("citation", engine, llm)


def is_refusal(text: str) -> bool:
    """Return whether an answer says in its first sentence that the sources do not hold it; an empty one does."""
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0].casefold().replace("n't", " not")
    return not first or any(phrase in first for phrase in REFUSALS)


def _cited(text: str, sources: Sequence[NodeWithScore]) -> tuple[str, ...]:
    """Return the papers that the markers of a text name, each once; numbers that were not offered name none."""
    numbers = [int(number) for marker in _MARKER.findall(text) for number in marker.split(",")]
    offered = [sources[n - 1].node.metadata["paper_id"] for n in numbers if 1 <= n <= len(sources)]
    return tuple(dict.fromkeys(offered))


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
