"""Does a name or a number stand in a sentence where its evidence has another one.

What it says is then something else, though all its words may be there: `trained on MNIST` of a sentence that trains on
CIFAR-10 and tests on MNIST. The words on either side are compared, as far out as they are the same.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rag.text.quantities import written_out
from rag.text.wording import names, numbers, stem_sequence

# Words on both sides together that a place shares with that of another literal, more than with its own. From 2 to 4
# catch nearly the same (eval/RESULTS.md); fewer are often shared by chance: `is trained on A with heat and on B`.
MORE_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_JOINING = frozenset({"and", "or"})
Words = Sequence[str]


def is_displaced(sentence: str, texts: Sequence[str]) -> bool:
    """Return whether a name or number of a sentence stands in a place that is another's in `texts`.

    Names that a list has side by side may change places in it, or be left out.
    """
    said, held = _words(sentence), [_words(text) for text in texts]
    return any(_is_displaced(said, place, held) for place, word in enumerate(said) if _is_literal(word))


def _is_displaced(said: Words, place: int, held: Sequence[Words]) -> bool:
    own, others = [0], [0]
    for words in held:
        listed = _listed_with(said[place], words)
        for there in (there for there, word in enumerate(words) if _is_literal(word)):
            (own if there in listed else others).append(_alike(said, place, words, there))
    return max(others) >= max(own) + MORE_WORDS


def _alike(said: Words, place: int, words: Words, there: int) -> int:
    """Return how many words on either side of two places are the same."""
    before = zip(reversed(said[:place]), reversed(words[:there]), strict=False)
    after = zip(said[place + 1 :], words[there + 1 :], strict=False)
    return sum(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], side)) for side in (before, after))


def _listed_with(literal: str, words: Words) -> frozenset[int]:
    """Return the places of a literal, and of those that stand in one list with it."""
    return frozenset(place for run in _lists(words) if any(_same(words[p], literal) for p in run) for place in run)


def _lists(words: Words) -> Iterator[list[int]]:
    """Yield the places of literals with nothing but `and`, `or` and units between them."""
    run: list[int] = []
    for place, word in enumerate(words):
        if _is_literal(word):
            run.append(place)
        elif word not in _JOINING and not _is_unit_in_list(words, place):
            yield run
            run = []
    yield run


def _is_unit_in_list(words: Words, place: int) -> bool:
    """Return whether a word stands between a number and the next of its list: `4.31 times and 4.15 times`."""
    before, after = words[max(0, place - 1) : place], words[place + 1 : place + 2]
    return any(map(numbers, before)) and any(word in _JOINING or numbers(word) for word in after)


def _words(text: str) -> list[str]:
    """Return the words of a text, those that are neither names nor numbers as stems."""
    found = _WORD.findall(written_out(text))
    return [word if _is_literal(word) else "".join(stem_sequence(word, keep_all=True)) for word in found]


def _is_literal(word: str) -> bool:
    return bool(names(word) or numbers(word))


def _same(one: str, other: str) -> bool:
    """Return whether two literals are one: a plural, or a name that the other goes on with, as `BERT-base` does."""
    shorter, longer = sorted((one.lower().rstrip("s"), other.lower().rstrip("s")), key=len)
    return shorter == longer or (not numbers(one) and longer.startswith(shorter))
