"""How long steps say where they are: what is being done, how far it is, and how far it goes (0: not known)."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Say nothing."""
