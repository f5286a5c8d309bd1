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
    from eval.asking.plain_transformers import PlainTransformers

TOP_PAPERS = 3
CITATION_CHUNK = 512  # tokens, as in LlamaIndex's documentation

# What a model writes when its context does not hold the answer; "Empty Response" is LlamaIndex's own, without sources.
# Looked for in the first sentence only: a later one may say what else is missing.
REFUSALS = (
    "not provide", "not mention", "not specif", "not state", "not explicitly", "not contain", "not include",
    "no information", "no mention", "cannot be determined", "cannot determine", "cannot answer", "cannot provide",
    "unable to", "none of the sources", "none of the provided", "not have any information",
    "sorry, but", "empty response",
)  # fmt: skip
# `[1, 2]` is asked for; small models also write "According to Source 1".
MARKER = re.compile(r"\[(?:Sources? )?\d+(?:\s*,\s*\d+)*\]|\(?\bSources? \d+(?:\s*(?:,|and)\s*\d+)*\)?")


@dataclass(frozen=True)
class BaselineAnswer:
    """What a baseline answered; times are milliseconds since the question.

    `sources` are the ids of the papers that the numbers of markers name, none for `naive`, which asks for no markers;
    `retrieved` has the cosines of the papers in the prompt by id, best first; `first_token_ms` is None when the model
    wrote nothing.
    """

    text: str
    sources: tuple[str, ...]
    retrieved: dict[str, float]
    retrieve_ms: int
    first_token_ms: int | None
    total_ms: int
    refused: bool
    prompt_tokens: int

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the papers that the markers of the text name, each once, in the order of the markers."""
        return tuple(dict.fromkeys(p for m in MARKER.finditer(self.text) for p in papers_named(m[0], self.sources)))


@dataclass(frozen=True)
class Baseline:
    """A LlamaIndex query engine that retrieves and writes, and the model it writes with."""

    name: str
    engine: Any  # a query engine that streams; the base class does not know `retrieve` and `synthesize`
    llm: "PlainTransformers"

    @property
    def settings(self) -> dict[str, Any]:
        """Return what the description of a run says where it is not as with ours; None for what there is not."""
        return {"baseline": self.name, "runtime": "transformers", "passages": TOP_PAPERS, "evidence_tokens": None}

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
            sources=tuple(map(_paper_of, response.source_nodes)) if self.name == "citation" else (),
            retrieved={_paper_of(node): node.get_score() for node in nodes},
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


def papers_named(marker: str, sources: Sequence[str]) -> list[str]:
    """Return the papers whose numbers are in a marker; numbers that were not offered name none."""
    numbers = map(int, re.findall(r"\d+", marker))
    return [sources[number - 1] for number in numbers if 1 <= number <= len(sources)]


def _paper_of(node: NodeWithScore) -> str:
    return str(node.node.metadata["paper_id"])


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
