"""The baselines: LlamaIndex as in its documentation, with the same papers, embedder and weights.

`naive` is the starter pipeline: the three nearest whole abstracts in one prompt. `citation` is CitationQueryEngine with
its own prompt and chunks. Both stream, so that the first words can be timed.
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

# Phrases of a refusal, searched in the first sentence only: a later one may say what else is missing. LlamaIndex itself
# writes "Empty Response" when it has no sources.
REFUSALS = (
    "not provide", "not mention", "not specif", "not state", "not explicitly", "not contain", "not include",
    "no information", "no mention", "cannot be determined", "cannot determine", "cannot answer", "cannot provide",
    "unable to", "none of the sources", "none of the provided", "not have any information",
    "sorry, but", "empty response",
)  # fmt: skip
# The prompt asks for `[1, 2]`; small models also write "According to Source 1".
MARKER = re.compile(r"\[(?:Sources? )?\d+(?:\s*,\s*\d+)*\]|\(?\bSources? \d+(?:\s*(?:,|and)\s*\d+)*\)?")


@dataclass(frozen=True)
class BaselineAnswer:
    """The answer of a baseline; times are milliseconds since the question.

    `sources` are the paper ids behind the numbers of markers, empty for `naive`, whose prompt asks for no markers;
    `retrieved` maps the ids of the papers in the prompt to their cosines, best first; `first_token_ms` is None when the
    model wrote nothing.
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
        """Return the ids of the cited papers, each once, in the order of the markers."""
        return tuple(dict.fromkeys(p for m in MARKER.finditer(self.text) for p in papers_named(m[0], self.sources)))


@dataclass(frozen=True)
class Baseline:
    """A LlamaIndex query engine and its language model."""

    name: str
    engine: Any  # the base class of query engines lacks `retrieve` and `synthesize`
    llm: "PlainTransformers"

    @property
    def settings(self) -> dict[str, Any]:
        """Return the settings that differ from ours in the description of a run; None for those it lacks."""
        return {"baseline": self.name, "runtime": "transformers", "passages": TOP_PAPERS, "evidence_tokens": None}

    def answer(self, question: str) -> BaselineAnswer:
        """Return the answer to a standalone question."""
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
    """Return the starter pipeline: three whole abstracts, LlamaIndex's own prompt, one model call."""
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
    """Return whether the first sentence says that the sources lack the answer; an empty text is a refusal too."""
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0].casefold().replace("n't", " not")
    return not first or any(phrase in first for phrase in REFUSALS)


def papers_named(marker: str, sources: Sequence[str]) -> list[str]:
    """Return the papers of the numbers in a marker; unknown numbers are ignored."""
    numbers = map(int, re.findall(r"\d+", marker))
    return [sources[number - 1] for number in numbers if 1 <= number <= len(sources)]


def _paper_of(node: NodeWithScore) -> str:
    return str(node.node.metadata["paper_id"])


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
