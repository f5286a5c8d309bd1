"""Turn papers into an index generation: sentences, chunks, vectors, then the files.

A paper that did not change keeps the vectors of the generation before.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from index_store.generations import current_generation, new_generation, writer_lock
from index_store.index import CHROMADB_VERSION, Index, IndexContent, opened, write_index
from index_store.manifest import IndexMismatch, Manifest
from index_store.paper_table import PaperTable
from index_store.records import Chunk, Paper, Sentence
from rag.ingest import chunking
from rag.ingest.paper_names import names_of
from rag.machine.files import explained_disk_errors
from rag.models.embedder import embedded_text
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder, Progress
from rag.text import sentences

CHUNKING = f"{sentences.RULE}+{chunking.RULE}+{embedded_text.RULE}"


@dataclass(frozen=True)
class _Vectors:
    """Vectors of papers: a row a sentence, a row a chunk, an array of directions a sentence, and a row a paper.

    `papers` has no columns when no embedder reads whole papers.
    """

    sentences: np.ndarray
    chunks: np.ndarray
    words: Sequence[np.ndarray]
    papers: np.ndarray


@dataclass(frozen=True)
class Change:
    """What a writer does: `put` are papers to add or to store in place of those of the same id, `removed` are ids."""

    put: Sequence[Paper] = ()
    removed: Collection[str] = ()


def update_index(
    folder: Path,
    decide: Callable[[PaperTable | None], Change],
    embedder: Embedder,
    progress: Progress | None = None,
) -> Index | None:
    """Carry out what `decide` returns for the papers that are stored now; None if nothing is to be changed.

    No other process writes in between. `decide` is given None when there is no index yet.
    Raises IndexBusy when another process is writing.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        current = current_generation(folder)
        with opened(current) if current else nullcontext() as index:
            change = decide(index.table if index else None)
            papers = {paper.paper_id: paper for paper in (index.table.papers() if index else ())}
        if not change.put and not change.removed:
            return None
        papers |= {paper.paper_id: paper for paper in change.put}
        return _written(folder, [p for p in papers.values() if p.paper_id not in change.removed], embedder, progress)


def build_index(folder: Path, papers: Sequence[Paper], embedder: Embedder, progress: Progress | None = None) -> Index:
    """Write and publish a generation that holds exactly `papers`; return it opened.

    Raises IndexBusy when another process is writing.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        return _written(folder, papers, embedder, progress)


def _written(folder: Path, papers: Sequence[Paper], embedder: Embedder, progress: Progress | None) -> Index:
    with new_generation(folder) as staging:
        known = _known_vectors(folder, embedder)
        split = [sentences.sentences_of(paper) for paper in papers]
        chunked = [
            chunking.chunks_of(paper, of_paper, embedder.count_tokens)
            for paper, of_paper in zip(papers, split, strict=True)
        ]
        vectors = _embed(papers, split, chunked, known, embedder, progress)
        content = IndexContent(
            papers=papers,
            sentences=[sentence for of_paper in split for sentence in of_paper],
            chunks=[chunk for of_paper in chunked for chunk in of_paper],
            sentence_vectors=vectors.sentences,
            chunk_vectors=vectors.chunks,
            word_vectors=vectors.words,
            names=[names_of(paper) for paper in papers],
            paper_vectors=vectors.papers if embedder.for_papers else None,
        )
        write_index(staging, content, _manifest(content, embedder))
    generation = current_generation(folder)
    assert generation is not None
    return Index(generation)


def open_index(folder: Path, embedder: Embedder) -> Index | None:
    """Open the current generation, or return None when there is none; raises IndexMismatch when it does not fit."""
    generation = current_generation(folder)
    if generation is None:
        return None
    index = Index(generation)
    large = embedder.for_papers
    index.manifest.check(embedder.name, embedder.sha256, CHUNKING, (large.name, large.sha256) if large else None)
    return index


def _manifest(content: IndexContent, embedder: Embedder) -> Manifest:
    return Manifest(
        embedder=embedder.name,
        embedder_sha256=embedder.sha256,
        dimension=embedder.dimension,
        chunking=CHUNKING,
        corpus_sha256=corpus_sha256(content.papers),
        paper_count=len(content.papers),
        chunk_count=len(content.chunks),
        sentence_count=len(content.sentences),
        chromadb_version=CHROMADB_VERSION,
        paper_embedder=embedder.for_papers.name if embedder.for_papers else "",
        paper_embedder_sha256=embedder.for_papers.sha256 if embedder.for_papers else "",
    )


def corpus_sha256(papers: Sequence[Paper]) -> str:
    """Return a digest that changes when any stored paper does."""
    digest = hashlib.sha256()
    for paper in papers:
        digest.update(json.dumps(paper.to_dict(), ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def _known_vectors(folder: Path, embedder: Embedder) -> dict[tuple[str, str], _Vectors]:
    """Return the vectors of the current generation by (title, abstract); none if it was built otherwise."""
    try:
        index = open_index(folder, embedder)
    except IndexMismatch:
        return {}
    if index is None:
        return {}
    known = {}
    for row, paper in enumerate(index.table.papers()):
        sentence_rows = index.table.sentence_rows(row)
        chunk_rows = [chunk_row for chunk_row, _ in index.table.chunks(row)]
        known[paper.title, paper.abstract] = _Vectors(
            index.sentence_vectors[sentence_rows].astype(np.float32),
            index.chunk_vectors[chunk_rows],
            [index.words.of(row) for row in sentence_rows],
            index.paper_vectors[[row]].astype(np.float32) if embedder.for_papers else np.zeros((1, 0)),
        )
    index.close()
    return known


def _embed(
    papers: Sequence[Paper],
    split: Sequence[Sequence[Sentence]],
    chunked: Sequence[Sequence[Chunk]],
    known: dict[tuple[str, str], _Vectors],
    embedder: Embedder,
    progress: Progress | None,
) -> _Vectors:
    """Return the vectors of all sentences, chunks and papers in order, embedding only what is new."""
    new = [i for i, paper in enumerate(papers) if (paper.title, paper.abstract) not in known]
    texts = [s.text for i in new for s in split[i]] + [c.text for i in new for c in chunked[i]]
    read = iter(embedder.read_passages(texts, progress))
    of_sentences = {i: list(islice(read, len(split[i]))) for i in new}
    of_chunks = {i: list(islice(read, len(chunked[i]))) for i in new}
    of_papers = dict(zip(new, _of_whole([papers[i].text for i in new], embedder.for_papers, progress), strict=True))
    parts = [
        known.get((paper.title, paper.abstract))
        or _of_new(of_sentences[i], of_chunks[i], embedder.dimension, of_papers[i])
        for i, paper in enumerate(papers)
    ]
    empty = np.zeros((0, embedder.dimension), dtype=np.float32)
    no_paper = np.zeros((0, embedder.for_papers.dimension if embedder.for_papers else 0), dtype=np.float32)
    return _Vectors(
        np.concatenate([empty, *(part.sentences for part in parts)]),
        np.concatenate([empty, *(part.chunks for part in parts)]),
        [words for part in parts for words in part.words],
        np.concatenate([no_paper, *(part.papers for part in parts)]),
    )


def _of_whole(texts: Sequence[str], embedder: Embedder | None, progress: Progress | None) -> np.ndarray:
    """Return the vectors (texts, dimension) of whole papers; without columns when there is no embedder for them."""
    if embedder is None:
        return np.zeros((len(texts), 0), dtype=np.float32)
    return embedder.embed_passages(texts, progress)


def _of_new(
    sentences: Sequence[EmbeddedText], chunks: Sequence[EmbeddedText], dimension: int, paper: np.ndarray
) -> _Vectors:
    def stacked(read: Sequence[EmbeddedText]) -> np.ndarray:
        return np.array([text.vector for text in read], dtype=np.float32).reshape(len(read), dimension)

    return _Vectors(stacked(sentences), stacked(chunks), [text.words for text in sentences], paper[None])
