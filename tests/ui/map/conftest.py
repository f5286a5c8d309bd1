"""An assistant over the bundled papers, and what is asked of it."""

from collections.abc import Iterator

import pytest

from index_store.paper_conditions import Conditions
from rag.assistant import Assistant


@pytest.fixture
def assistant(make_assistant) -> Assistant:
    return make_assistant(lambda prompt: iter(["The results show that CodeBERT is 4.31 times faster."]))


@pytest.fixture
def asked_among(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[Conditions | None]:
    """Return what was asked of, question by question."""
    among: list[Conditions | None] = []
    stream = assistant.stream

    def recorded(*args, **kwargs) -> Iterator:
        among.append(kwargs.get("among", args[4] if len(args) > 4 else None))
        return stream(*args, **kwargs)

    monkeypatch.setattr(assistant, "stream", recorded)
    return among
