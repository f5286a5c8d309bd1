"""The assistant as LlamaIndex sees it: a retriever, and a query engine whose sources are the citations."""

from collections.abc import Callable

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index_store.records import RetrievedPassage
from rag.answer import Answer


class PassageRetriever(BaseRetriever):
    """Returns the nearest passages as nodes, best first, one a paper.

    Args:
        search: returns the passages for a question, best first.
        title: returns the title of the paper with an id.
    """

    def __init__(self, search: Callable[[str], list[RetrievedPassage]], title: Callable[[str], str]) -> None:
        self._search, self._title = search, title
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(
                node=TextNode(
                    id_=p.chunk.chunk_id,
                    text=p.chunk.text,
                    metadata={"paper_id": p.chunk.paper_id, "title": self._title(p.chunk.paper_id)},
                ),
                score=p.score,
            )
            for p in self._search(query_bundle.query_str)
        ]


class CitingQueryEngine(BaseQueryEngine):
    """Answers a query; each source node is the quoted sentence of one citation, in the order of the markers.

    `response.metadata` is the answer as JSON values; `ask` answers a question.
    """

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        self._ask = ask
        super().__init__(CallbackManager())

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        answer = self._ask(query_bundle.query_str)
        nodes = [
            NodeWithScore(
                node=TextNode(
                    id_=f"{c.paper.paper_id}:{c.start}-{c.end}",
                    text=c.quote,
                    metadata={"paper_id": c.paper.paper_id, "title": c.paper.title, "number": c.number},
                )
            )
            for c in answer.citations
        ]
        return Response(answer.text, source_nodes=nodes, metadata=answer.to_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        import asyncio

        return await asyncio.to_thread(self._query, query_bundle)
