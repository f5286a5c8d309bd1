"""Words of a sentence in whose place its evidence has the opposite: `faster` for `slower`."""

import re
from collections.abc import Collection, Iterator
from itertools import chain

from rag.text.wording import stem_sequence

CONTEXT = 3  # words on either side that are compared
_CLAUSES = re.compile(r"(?<=[,;:.!?()])\s|\b(?=(?:and|but|while|whereas)\b)", re.IGNORECASE)
_GRADED = "high/low large/small fast/slow strong/weak long/short early/late easy/hard"  # in all three degrees
_UNGRADED = (
    "increase/decrease reduce decline, improve/degrade worsen worse harm hurt weaken, outperform/underperform, "
    "bigger/smaller, better/worse, best/worst, more/less fewer, most/least, with/without, before/after, "
    "supervised/unsupervised, positive/negative, superior/inferior, maximum/minimum, maximize/minimize, upper/lower, "
    "easy/difficult, simple/complex, cheap/expensive, efficient/inefficient, effective/ineffective, stable/unstable, "
    "dense/sparse, online/offline, static/dynamic, homogeneous/heterogeneous, above/below, gain/loss, success/failure, "
    "succeed/fail, inhibit/activate promote induce, promote/suppress, enhance/impair reduce, upregulate/downregulate, "
    "always/never, presence/absence, accelerate/slow, include/exclude, sufficient/insufficient, dependent/independent, "
    "known/unknown, common/rare, rich/poor, global/local, robust/fragile, accurate/inaccurate, "
    "shrink/grow enlarge larger, help/hinder hurt, strengthen/weaken, open/closed, public/private, possible/impossible"
)


def _degrees(word: str) -> list[str]:
    root = f"{word[:-1]}i" if word.endswith("y") else word.removesuffix("e")
    return [word, f"{root}er", f"{root}est"]


def _opposite_stems() -> dict[str, frozenset[str]]:
    """Return the stems of words with those of their opposites, both ways."""
    groups = [(word, others.split()) for word, others in (group.split("/") for group in _UNGRADED.split(", "))]
    for one, other in (pair.split("/") for pair in _GRADED.split()):
        groups += [(word, [opposite]) for word, opposite in zip(_degrees(one), _degrees(other), strict=True)]
    found: dict[str, frozenset[str]] = {}
    for word, others in groups:
        for other in others:
            one, two = stem_sequence(f"{word} {other}", keep_all=True)
            found[one] = found.get(one, frozenset()) | {two}
            found[two] = found.get(two, frozenset()) | {one}
    return found


_OPPOSITES = _opposite_stems()


def opposites(sentence: str, evidence: str) -> Iterator[frozenset[str]]:
    """Yield the words of each clause of a sentence in whose place the evidence has their opposites."""
    clauses = [stem_sequence(clause, keep_all=True) for clause in _CLAUSES.split(sentence)]
    said, source = tuple(chain(*clauses)), stem_sequence(evidence, keep_all=True)
    content = frozenset(stem_sequence(sentence)) - _OPPOSITES.keys()
    start = 0
    for clause in clauses:
        places = range(start, start := start + len(clause))
        turned = (p for p in places if _OPPOSITES.get(said[p], frozenset()) & set(source))
        yield frozenset(said[p] for p in turned if _is_opposite(p, said, source, content))


def says_the_opposite(words: frozenset[str], evidence: str) -> bool:
    """Return whether a clause says the opposite when the evidence has the opposites of these words of it.

    Two do not, `improves with more` of what degrades with less, unless they are the opposites of each other: `lower
    accuracy at higher cost`.
    """
    others = frozenset[str]().union(*(_OPPOSITES[word] for word in words))
    turned = others & frozenset(stem_sequence(evidence, keep_all=True))
    return min(len(words), len(turned)) % 2 == 1 or bool(words & others)


def _is_opposite(place: int, said: tuple[str, ...], source: tuple[str, ...], content: frozenset[str]) -> bool:
    """Return whether the words around one of `said` are those around its opposite in `source`, not around itself.

    Stop words decide between equal numbers of content words.
    """
    around = _context(place, said)
    same, opposite = (_likeness(around, words, source, content) for words in ({said[place]}, _OPPOSITES[said[place]]))
    return opposite > same and opposite[0] > 0


def _likeness(
    around: set[str], words: Collection[str], source: tuple[str, ...], content: frozenset[str]
) -> tuple[int, int]:
    """Return the most content words, and of all words, that are also around one of `words` in `source`."""
    shared = (around & _context(at, source) for at, word in enumerate(source) if word in words)
    return max(((len(both & content), len(both)) for both in shared), default=(0, 0))


def _context(place: int, words: tuple[str, ...]) -> set[str]:
    return set(words[max(0, place - CONTEXT) : place] + words[place + 1 : place + 1 + CONTEXT])
