"""The papers in LlamaIndex's own vector index with our embedder: the baselines retrieve from it."""

from collections.abc import Sequence

from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode
from pydantic import PrivateAttr

from index_store.records import Paper
from rag.models.embedder.embedding import Embedder


class _Embedding(BaseEmbedding):
    """Our embedder behind LlamaIndex's interface."""

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


def prompt_text(paper: Paper) -> str:
    """Return the text of a paper that a baseline embeds and puts into its prompt."""
    return f"{paper.title}\n{paper.abstract}"


def paper_index(papers: Sequence[Paper], embedder: Embedder) -> VectorStoreIndex:
    """Return LlamaIndex's vector index with one node per paper: its title and whole abstract."""
    hidden = ["paper_id"]  # otherwise metadata is embedded and put into the prompt
    nodes = [
        TextNode(
            id_=paper.paper_id,
            text=prompt_text(paper),
            metadata={"paper_id": paper.paper_id},
            excluded_embed_metadata_keys=hidden,
            excluded_llm_metadata_keys=hidden,
        )
        for paper in papers
    ]
    return VectorStoreIndex(nodes, embed_model=_Embedding(embedder))
