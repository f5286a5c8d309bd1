"""A LlamaIndex LLM that says what a test tells it to: for tests whose subject is wording, timing or a fault."""

from collections.abc import Callable, Iterator
from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from pydantic import PrivateAttr

Script = Callable[[str], Iterator[str]]


class ScriptedLLM(CustomLLM):
    """Streams the pieces that `script(prompt)` yields; remembers prompts and whether a stream was closed early."""

    _script: Script = PrivateAttr()
    _prompts: list[str] = PrivateAttr(default_factory=list)
    _closed: list[bool] = PrivateAttr(default_factory=list)

    def __init__(self, script: Script) -> None:
        super().__init__()
        self._script = script

    @property
    def prompts(self) -> list[str]:
        return self._prompts

    @property
    def closed_early(self) -> list[bool]:
        return self._closed

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text="".join(self._script(prompt)))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        self._prompts.append(prompt)
        text, whole = "", False
        try:
            for piece in self._script(prompt):
                text += piece
                yield CompletionResponse(text=text, delta=piece)
            whole = True
        finally:
            self._closed.append(not whole)


def saying(*answers: str) -> ScriptedLLM:
    """Return a model that gives the answers in turn, word by word; the last one again and again."""
    left = list(answers)

    def script(prompt: str) -> Iterator[str]:
        answer = left.pop(0) if len(left) > 1 else left[0]
        for word in answer.split(" "):
            yield word + " "

    return ScriptedLLM(script)
