"""The papers in LlamaIndex's own vector index, embedded by our embedder: what the baselines retrieve from."""

from collections.abc import Sequence

from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode
from pydantic import PrivateAttr

from index_store.records import Paper
from rag.models.embedder.embedding import Embedder


class _Embedding(BaseEmbedding):
    """Our embedder as LlamaIndex sees one."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.name, embed_batch_size=64)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedder.embed_query(query).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_passages(texts).tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def shown_text(paper: Paper) -> str:
    """Return what a baseline embeds of a paper and shows to its model."""
    return f"{paper.title}\n{paper.abstract}"


def paper_index(papers: Sequence[Paper], embedder: Embedder) -> VectorStoreIndex:
    """Return LlamaIndex's vector index over the papers, one node a whole abstract under its title."""
    hidden = ["paper_id"]  # metadata is otherwise embedded, and shown to the model
    nodes = [
        TextNode(
            id_=paper.paper_id,
            text=shown_text(paper),
            metadata={"paper_id": paper.paper_id},
            excluded_embed_metadata_keys=hidden,
            excluded_llm_metadata_keys=hidden,
        )
        for paper in papers
    ]
    return VectorStoreIndex(nodes, embed_model=_Embedding(embedder))
