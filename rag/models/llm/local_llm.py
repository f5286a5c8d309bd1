"""A language model of this machine as an LLM of LlamaIndex: greedy, streamed, stoppable, in the child process."""

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any

from llama_index.core.base.llms.generic_utils import (
    completion_response_to_chat_response,
    stream_completion_response_to_chat_response,
)
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback
from pydantic import PrivateAttr

from rag.models.child.chat_writer import Schema
from rag.models.llm.model_client import ModelClient
from rag.models.runtimes.logit_model import CONTEXT
from rag.models.store.catalogue import Heads

Prompt = str | list[dict[str, str]]


class LocalLLM(CustomLLM):
    """Answers one prompt at a time. A stream also yields empty pieces: after each it can be closed.

    Closing a stream stops the model, and returns when it is free. The last piece holds the tokens read and written
    in `additional_kwargs`, where LlamaIndex's token counter looks. `heads` are the attention heads that find the
    answer; none where they were not measured. Raises ModelFailed.
    """

    max_tokens: int
    heads: Heads = ()
    _model: ModelClient = PrivateAttr()

    def __init__(self, model: ModelClient, max_tokens: int, heads: Heads = ()) -> None:
        super().__init__(max_tokens=max_tokens, heads=heads)
        self._model = model

    @property
    def metadata(self) -> LLMMetadata:
        """Return what LlamaIndex asks of a model."""
        return LLMMetadata(
            model_name=self._model.name, context_window=CONTEXT, num_output=self.max_tokens, is_chat_model=True
        )

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """Return the whole answer to messages."""
        return completion_response_to_chat_response(self._whole(turns(messages)))

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """Yield the answer to messages as it is written; a `response_format` of servers keeps it to a schema."""
        wanted = kwargs.get("response_format")
        schema = wanted["json_schema"]["schema"] if wanted else None
        return stream_completion_response_to_chat_response(self._pieces(turns(messages), schema))

    def read(
        self, messages: Sequence[ChatMessage], aside: str, sentences: Sequence[str]
    ) -> Generator[dict[str, Any] | None, None, None]:
        """Yield None after each step, then the PromptReading as a dictionary, None where the model gives none.

        Closing the generator stops the model.
        """
        asked = {"messages": turns(messages), "aside": aside, "sentences": list(sentences), "heads": self.heads}
        with closing(self._model.request({"read": asked})) as answers:
            for answer in answers:
                yield answer.get("reading")

    def state(self, messages: Sequence[ChatMessage]) -> Generator[list[float] | None, None, None]:
        """Yield None after each step, then the hidden state after messages, None where the runtime hides it.

        Closing the generator stops the model.
        """
        with closing(self._model.request({"state": turns(messages)})) as answers:
            for answer in answers:
                yield answer.get("hidden")

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """Return the whole answer to a prompt; `formatted`: it is in the chat format already."""
        return self._whole(prompt if formatted else turns([ChatMessage(content=prompt)]))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """Yield the answer to a prompt as it is written."""
        return self._pieces(prompt if formatted else turns([ChatMessage(content=prompt)]))

    def _whole(self, prompt: Prompt) -> CompletionResponse:
        *_, last = self._pieces(prompt)
        return last

    def _pieces(self, prompt: Prompt, schema: Schema | None = None) -> CompletionResponseGen:
        text = ""
        asked = {"write": prompt, "max_tokens": self.max_tokens, "schema": schema}
        with closing(self._model.request(asked)) as answers:
            for answer in answers:
                text += answer.get("piece", "")
                yield CompletionResponse(
                    text=text, delta=answer.get("piece", ""), additional_kwargs=answer.get("done", {})
                )


def turns(messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
    """Return messages as a chat format takes them."""
    return [{"role": message.role.value, "content": message.content or ""} for message in messages]
