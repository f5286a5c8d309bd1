"""A name or number of a sentence in a place where its evidence has another one: swapped literals.

The sentence is then false, though the evidence may have all its words: `trained on MNIST` of a model that is trained on
CIFAR-10 and tested on MNIST. The words on either side of a place are compared, outwards, as long as they are equal.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rag.text.quantities import written_out
from rag.text.wording import names, numbers, stem_sequence

# Equal words beside a place and that of another literal, beyond those beside its own place; 2 to 4 find nearly the
# same (eval/RESULTS.md), and fewer are often equal by chance: `is trained on A with heat and on B`.
MORE_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_JOINING = frozenset({"and", "or"})
Words = Sequence[str]


def has_swapped_literal(sentence: str, texts: Sequence[str]) -> bool:
    """Return whether a name or number of a sentence is in a place where `texts` have another.

    The names of one list may swap places, or be left out.
    """
    said, evidence = _words(sentence), [_words(text) for text in texts]
    return any(_is_swapped(said, place, evidence) for place, word in enumerate(said) if _is_literal(word))


def _is_swapped(said: Words, place: int, evidence: Sequence[Words]) -> bool:
    own, others = [0], [0]
    for words in evidence:
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
    """Return the places of a literal, and of those in one list with it."""
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
    """Return whether a word is the unit of a number in a list: `4.31 times and 4.15 times`."""
    before, after = words[max(0, place - 1) : place], words[place + 1 : place + 2]
    return any(map(numbers, before)) and any(word in _JOINING or numbers(word) for word in after)


def _words(text: str) -> list[str]:
    """Return the words of a text, those that are neither names nor numbers as stems."""
    found = _WORD.findall(written_out(text))
    return [word if _is_literal(word) else "".join(stem_sequence(word, keep_all=True)) for word in found]


def _is_literal(word: str) -> bool:
    return bool(names(word) or numbers(word))


def _same(one: str, other: str) -> bool:
    """Return whether two literals are the same, but for a plural or the end of a longer name: `BERT`, `BERT-base`."""
    shorter, longer = sorted((one.lower().rstrip("s"), other.lower().rstrip("s")), key=len)
    return shorter == longer or (not numbers(one) and longer.startswith(shorter))
