"""Which words each number of a text belongs to, and whether a sentence gives a number to other words than its evidence.

A text is cut between its numbers, at the last joint between two of them (`and`, a comma, `while`); the words of a piece
belong to its number. Numbers of one list (`86.4 % and 83.9 %`) share their piece, and the items of another list as
long belong to one of them each, in order: `A and B reach 86.4 % and 83.9 %, respectively`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rag.text.quantities import Quantity, located_quantities
from rag.text.wording import names, stem_sequence

_JOINT = re.compile(r"[,;:()]|\b(?:and|or|but|while|whereas|with|versus|vs)\b", re.IGNORECASE)
_LISTED = re.compile(r"[\s,;%/()+±-]*(?:\b(?:and|or|to|versus|vs)\b)?[\s%(+±]*", re.IGNORECASE)
_SEPARATOR = re.compile(r",\s+(?:and|or)\b|\s*,|\s+(?:and|or)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:()]+")


@dataclass(frozen=True)
class Place:
    """A number and the stems that belong to it."""

    quantity: Quantity
    words: frozenset[str]

    def is_like(self, other: "Place") -> bool:
        """Return whether both numbers are of one kind, so that one may be taken for the other."""
        return self.quantity.unit == other.quantity.unit and bool(self.quantity.word) == bool(other.quantity.word)


@lru_cache(maxsize=20_000)
def places(text: str) -> tuple[Place, ...]:
    """Return the numbers of a text in order, each with its words."""
    counted = [one for one in located_quantities(text) if not _ends_a_name(text, one)]
    runs = list(_runs(text, counted))
    pieces = list(_pieces(text, [(run[0][1], run[-1][2]) for run in runs]))
    return tuple(place for run, piece in zip(runs, pieces, strict=True) for place in _of_run(text, run, piece))


def _ends_a_name(text: str, one: tuple[Quantity, int, int]) -> bool:
    """Return whether a number is a part of the name before it: `RTX 3090`, `IWSLT 2019`."""
    return not (one[0].unit or one[0].word) and re.search(r"[^\W\d_]*[A-Z]\S*\s$", text[: one[1]]) is not None


def _runs(text: str, found: Sequence[tuple[Quantity, int, int]]) -> Iterator[list[tuple[Quantity, int, int]]]:
    """Yield the numbers of a text, those of one list together."""
    run: list[tuple[Quantity, int, int]] = []
    for one in found:
        if run and not _LISTED.fullmatch(_without_unit(text, run[-1][2], one)):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _without_unit(text: str, end: int, following: tuple[Quantity, int, int]) -> str:
    """Return what is between two numbers, without a word that is also behind the second: `4 times and 3 times`."""
    between = text[end : following[1]]
    unit = re.match(r"[ -]?([\w-]+)", between)
    return between[unit.end() :] if unit and text[following[2] :].lstrip(" -").startswith(unit[1]) else between


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the piece of the text around each span; what is between two joints may belong to either number."""
    start = 0
    for (_, end), (after, _) in pairwise([*spans, (len(text), 0)]):
        joints = [match.start() for match in _JOINT.finditer(text, end, after)] or [after]
        yield start, joints[-1] if after < len(text) else after
        start = joints[0]


def _of_run(text: str, run: Sequence[tuple[Quantity, int, int]], piece: tuple[int, int]) -> Iterator[Place]:
    words = _stems(text[slice(*piece)])
    items = _items(text, run) if len(run) > 1 else []
    listed = frozenset[str]().union(*items)
    for number, (quantity, _, _) in enumerate(run):
        yield Place(quantity, (words - listed) | items[number] if items else words)


def _items(text: str, run: Sequence[tuple[Quantity, int, int]]) -> list[frozenset[str]]:
    """Return the words of each item in the list of as many items that is nearest to a list of numbers; [] for none."""
    start, end = run[0][1], run[-1][2]
    before, after = text[:start], text[end:]
    lists = [(start - last, items) for items, _, last in _lists(before, len(run))]
    lists += [(first, items) for items, first, _ in _lists(after, len(run))]
    return min(lists, key=lambda pair: pair[0])[1] if lists else []


def _lists(text: str, count: int) -> Iterator[tuple[list[frozenset[str]], int, int]]:
    """Yield the items of each list of `count` names or short phrases, without shared words, and where it is."""
    separators = list(_SEPARATOR.finditer(text))
    for first in range(len(separators) - count + 2):
        inner = separators[first : first + count - 1]
        if not inner or not re.search("and|or", inner[-1][0]):
            continue
        begin = _nearest([(m.start(), m[0]) for m in _WORD.finditer(text, 0, inner[0].start())][:-3:-1])
        stop = _nearest([(m.end(), m[0]) for m in _WORD.finditer(text, inner[-1].end())][:2])
        if begin is None or stop is None:
            continue
        bounds = [begin, *(edge for s in inner for edge in (s.start(), s.end())), stop]
        spans = list(zip(bounds[::2], bounds[1::2], strict=True))
        stems = [_stems(text[slice(*span)]) for span in spans]
        own = [s - frozenset[str]().union(*(o for o in stems if o is not s)) for s in stems]
        are_names = {bool(names(text[slice(*span)])) for span in spans}
        if all(own) and len(are_names) == 1 and all(len(text[slice(*span)].split()) <= 4 for span in spans):
            yield own, begin, stop


def _nearest(words: Sequence[tuple[int, str]]) -> int | None:
    """Return the end of an item at the end of a list: its nearest word if it is a name, else its second nearest."""
    return words[0][0] if words and names(words[0][1]) else words[-1][0] if words else None


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for stem in stem_sequence(text) if not stem[0].isdigit())


def is_misplaced(sentence: str, texts: Sequence[str], subjects: frozenset[str] = frozenset()) -> bool:
    """Return whether a number of a sentence stands beside words that belong to another in `texts`, and none of its own.

    Only numbers of its kind are compared. The `subjects` are words that all numbers of a text tell of.
    """
    return any(_is_anothers(place, texts, subjects) for place in places(sentence))


def _is_anothers(said: Place, texts: Sequence[str], subjects: frozenset[str]) -> bool:
    found = []
    for text in texts:
        alike = [place for place in places(text) if place.is_like(said)]
        for mine in (place for place in alike if said.quantity.is_held_by(place.quantity)):
            others = frozenset[str]().union(*(p.words for p in alike if p.quantity.value != mine.quantity.value))
            own, other = said.words & (mine.words - others), said.words & (others - mine.words) - subjects
            found.append(bool(other) and not own)
    return bool(found) and all(found)
