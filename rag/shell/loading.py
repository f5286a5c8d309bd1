"""Load the assistant for a command, with progress on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rag.shell.terminal import progress_on_stderr

if TYPE_CHECKING:
    from rag.assistant import Assistant


@contextmanager
def loaded(doing: str, **overrides: Any) -> "Iterator[Assistant]":
    """Yield a loaded assistant; on a terminal, stderr shows `doing` while the block runs."""
    with progress_on_stderr() as progress:
        progress(doing, 0, 0)
        from rag.assistant import Assistant

        yield Assistant.load(progress=progress, **overrides)
