"""Small papers, and what stores them."""

from collections.abc import Callable

from index_store.index import Index
from index_store.records import Paper

Store = Callable[..., Index]


def numbered(first: int, last: int) -> list[Paper]:
    """Return small papers, each with a word of its own in title and abstract."""
    return [
        Paper(f"p{n}", f"On the subject{n}", f"We look at subject{n} here. It is word{n % 7} in {n} ways.")
        for n in range(first, last)
    ]
