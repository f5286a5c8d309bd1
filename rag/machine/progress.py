"""How long steps report their progress: what is done, how much of it, and how much in all (0: not known)."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Say nothing."""
