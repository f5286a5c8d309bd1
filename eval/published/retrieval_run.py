"""Score the retriever on a retrieval set in the BEIR layout, and on the gold papers of a question set."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import ir_measures
from ir_measures import RR, R, nDCG

from eval.published.beir import RetrievalSet
from eval.published.embedded_queries import embedded_queries
from eval.sets.question_set import Case
from index_store.index import Index
from index_store.manifest import IndexMismatch
from index_store.records import Paper
from rag.assistant import Assistant
from rag.ingest.indexing import build_index, corpus_sha256, open_index
from rag.machine.progress import Progress
from rag.models.embedder.embedding import Embedder
from rag.question.asked import understand
from rag.question.searched import searched
from rag.retrieval.hybrid import Candidates, FusionWeights, Retriever, fuse

MEASURES = (nDCG @ 10, R @ 5, R @ 10, R @ 100, RR @ 10)
DEPTH = 100


class Collection(Protocol):
    """A published set: its name, and the papers to index."""

    @property
    def name(self) -> str:
        """Return the name of the set."""

    @property
    def papers(self) -> list[Paper]:
        """Return the papers to index."""


Mode = Literal["dense", "lexical", "hybrid"]
WEIGHTS: dict[Mode, FusionWeights | None] = {
    "dense": FusionWeights(dense=1, lexical=0, words=0),
    "lexical": FusionWeights(dense=0, lexical=1, words=0),
    "hybrid": None,
}


def indexed(data: Collection, folder: Path, embedder: Embedder, progress: Progress) -> Index:
    """Return the index of a published set in its own folder; it is built once and opened afterwards."""
    try:
        index = open_index(folder, embedder)
    except IndexMismatch:  # of an earlier version: it holds nothing of the user, so it is rebuilt
        index = None
    if index is None or index.manifest.corpus_sha256 != corpus_sha256(data.papers):
        index = build_index(folder, data.papers, embedder, partial(progress, f"Indexing {data.name}"))
    return index


def candidates(data: RetrievalSet, index: Index, embedder: Embedder) -> dict[str, Candidates]:
    """Return the candidates of every query with their signals; the query vectors are kept beside the index."""
    retriever = Retriever(index)
    queries = embedded_queries(embedder, list(data.queries.values()), index.folder.parent)
    return {query_id: retriever.candidates(query, DEPTH) for query_id, query in zip(data.queries, queries, strict=True)}


def measured(found: Mapping[str, Candidates], data: RetrievalSet, weights: FusionWeights | None) -> dict[str, float]:
    """Return the mean of every measure over the judged queries."""
    run = [
        ir_measures.ScoredDoc(query_id, passage.chunk.paper_id, passage.score)
        for query_id, of_query in found.items()
        for passage in fuse(of_query, weights)[:DEPTH]
    ]
    qrels = [
        ir_measures.Qrel(query_id, paper_id, relevance)
        for query_id, judged in data.qrels.items()
        for paper_id, relevance in judged.items()
    ]
    return {str(measure): value for measure, value in ir_measures.calc_aggregate(MEASURES, qrels, run).items()}


def gold_ranks(assistant: Assistant, cases: Iterable[Case]) -> dict[str, int]:
    """Return, for each case with gold papers, the rank of the first one (1 is best, 0 when not in the first 100).

    Borderline papers are removed from the ranking first.
    """
    ranks = {}
    for case in cases:
        if case.answerable and case.gold_papers:
            question, _ = searched(understand(case.question), case.history, assistant.find)
            passages = assistant.search(question.standalone, DEPTH)
            found = [assistant.library.paper(passage.chunk.paper_id) for passage in passages]
            names = [{p.title, p.paper_id} for p in found if not {p.title, p.paper_id} & set(case.borderline)]
            hits = [rank for rank, name in enumerate(names, start=1) if name & set(case.gold_papers)]
            ranks[case.id] = hits[0] if hits else 0
    return ranks
