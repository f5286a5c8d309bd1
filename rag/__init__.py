"""From a question to an answer whose every sentence cites the abstract it rests on."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.answer import Answer as Answer
    from rag.assistant import Assistant as Assistant

__all__ = ["Answer", "Assistant"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: the shell's `--help` should not load a model library."""
    if name not in __all__:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    from rag import answer, assistant

    return {"Answer": answer.Answer, "Assistant": assistant.Assistant}[name]
