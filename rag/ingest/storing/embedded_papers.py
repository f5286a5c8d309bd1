"""Papers as the embedder reads them: cut into sentences and chunks, then turned into vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index_store.records import Chunk, Paper, Sentence
from index_store.segments.segment import Origin
from index_store.segments.segment_writer import SegmentContent
from rag.ingest import chunking
from rag.models.embedder import embedded_text
from rag.models.embedder.embedding import Embedder, Progress
from rag.text import sentences

CHUNKING = f"{sentences.RULE}+{chunking.RULE}+{embedded_text.RULE}"


@dataclass(frozen=True)
class CutPaper:
    """A paper with its sentences and chunks."""

    paper: Paper
    sentences: Sequence[Sentence]
    chunks: Sequence[Chunk]

    @property
    def text_count(self) -> int:
        """Return how many texts of it are embedded."""
        return len(self.sentences) + len(self.chunks)


def cut(paper: Paper, embedder: Embedder) -> CutPaper:
    """Return a paper with its sentences, and the chunks that fit the embedder."""
    of_paper = sentences.sentences_of(paper)
    return CutPaper(paper, of_paper, chunking.chunks_of(paper, of_paper, embedder.count_tokens))


def origin_of(embedder: Embedder) -> Origin:
    """Return what the vectors of an embedder depend on."""
    of_papers = embedder.for_papers.sha256 if embedder.for_papers else ""
    return Origin(embedder.sha256, CHUNKING, embedder.dimension, of_papers)


def counted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return the progress of one step of several: `before` texts were done by then, of `total`."""
    return (lambda done, _: progress(before + done, total)) if progress else None


def embedded(papers: Sequence[CutPaper], embedder: Embedder, progress: Progress | None) -> SegmentContent:
    """Return the vectors of papers; `progress` is called with texts done and texts in all."""
    of_sentences = [sentence.text for cut in papers for sentence in cut.sentences]
    of_chunks = [chunk.text for cut in papers for chunk in cut.chunks]
    done = len(of_sentences) + len(of_chunks)
    total = done + (len(papers) if embedder.for_papers else 0)
    read = embedder.read_passages(of_sentences, counted(progress, 0, total))
    content = SegmentContent(
        papers=[cut.paper for cut in papers],
        sentence_counts=[len(cut.sentences) for cut in papers],
        chunk_counts=[len(cut.chunks) for cut in papers],
        sentence_vectors=np.array([s.vector for s in read], dtype=np.float32).reshape(len(read), embedder.dimension),
        chunk_vectors=embedder.embed_passages(of_chunks, counted(progress, len(of_sentences), total)),
        word_vectors=[text.words for text in read],
    )
    return with_whole_papers(content, embedder, counted(progress, done, total))


def with_whole_papers(content: SegmentContent, embedder: Embedder, progress: Progress | None) -> SegmentContent:
    """Return papers with vectors of whole papers where an embedder is for them, computed unless they are there."""
    if embedder.for_papers is None or content.paper_vectors is not None:
        return content
    texts = [paper.text for paper in content.papers]
    return replace(content, paper_vectors=embedder.for_papers.embed_passages(texts, progress))
