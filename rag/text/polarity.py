"""Whether a sentence turns round what another says: by a negation, an opposite word, or changed sides."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from rag.text.comparisons import sides_differ, without_converses
from rag.text.wording import stem_sequence

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;:.!?()]", re.UNICODE)
_NEGATIONS = frozenset(
    "not no never without cannot neither nor none hardly lack lacks lacking fail fails failed unable".split()
)
_KEEPS_AWAY = _NEGATIONS.union("avoid avoids avoiding avoided".split())  # of these `avoid` bears a negation and is none
_NO_NEGATION = frozenset("only just merely necessarily".split())  # after a `not`
_BREAKS = frozenset(", ; : . ! ? ( ) but".split())
_CLAUSES = re.compile(r"(?<=[,;:.!?()])\s|\b(?=(?:and|but|while|whereas)\b)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
SCOPE = 2  # content words after a negation that it turns round
CONTEXT = 3  # content words on either side that must be alike for an opposite to count

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


@dataclass(frozen=True)
class _Polarity:
    """The stems behind each negation, `scopes`, and those behind none, `plain`."""

    scopes: tuple[frozenset[str], ...]
    plain: frozenset[str]

    @property
    def negated(self) -> frozenset[str]:
        return frozenset().union(*self.scopes)


def is_reversed(sentence: str, evidence: str, question: str = "") -> bool:
    """Return whether a sentence says the opposite of its evidence.

    Quoted words, such as a title, do not count. A negation copied from the question counts only if the evidence has the
    negated words. A negated opposite is no reversal: `does not degrade` of what improves.
    """
    sentence = _QUOTED.sub(" ", sentence)
    if sides_differ(sentence, evidence):
        return True
    sentence, sides = without_converses(sentence, evidence)
    opposites = list(_opposites(sentence, evidence))
    denied = frozenset(chain(*opposites)) & _polarity(sentence).negated
    turned = any(_is_odd(words - denied - sides, evidence) for words in opposites)
    return turned or negation_differs(sentence, evidence, question, denied)


def negation_differs(sentence: str, evidence: str, question: str = "", denied: frozenset[str] = frozenset()) -> bool:
    """Return whether words of both are negated in one of them only, without negations of the `denied` words.

    What the evidence avoids may be negated.
    """
    said, source, away = _polarity(sentence), _polarity(evidence), _polarity(evidence, _KEEPS_AWAY).negated
    known = source.negated | source.plain
    for scope in _own_scopes(said, known, question):
        if scope & known and not scope & (source.negated | denied) and not scope & known <= away:
            return True
    if negates_unheard(sentence, evidence, question):
        return True
    return any(scope and scope <= said.plain - said.negated and not scope <= source.plain for scope in source.scopes)


def negates_unheard(sentence: str, evidence: str, question: str = "") -> bool:
    """Return whether a sentence negates what its evidence does not mention, while the evidence negates nothing."""
    source = _polarity(evidence)
    own = _own_scopes(_polarity(sentence), source.plain, question)
    return not source.scopes and any(not scope & source.plain for scope in own)


def _own_scopes(said: _Polarity, known: frozenset[str], question: str) -> list[frozenset[str]]:
    """Return what a sentence negates, but for the negations that it copies from its question.

    A scope is copied if it is one of the question's and not all of its words are known, or if none of its words is
    known and it shares one with a scope of the question.
    """
    asked = _polarity(question).scopes
    repeats = [
        (scope in asked and not scope <= known) or (not scope & known and any(scope & other for other in asked))
        for scope in said.scopes
    ]
    return [scope for scope, is_repeated in zip(said.scopes, repeats, strict=True) if not is_repeated]


@lru_cache(maxsize=20_000)
def _polarity(text: str, negations: frozenset[str] = _NEGATIONS) -> _Polarity:
    scopes: list[set[str]] = []
    plain: set[str] = set()
    left = 0
    tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(text)]
    for token, following in pairwise([*tokens, ""]):
        if token in _BREAKS:
            left = 0
        elif (token in negations or token.endswith("n't")) and following not in _NO_NEGATION:
            scopes.append(set())
            left = SCOPE
        elif stems := stem_sequence(token):
            (scopes[-1] if left else plain).update(stems)
            left = max(0, left - 1)
    return _Polarity(tuple(frozenset(scope) for scope in scopes), frozenset(plain))


def _opposites(sentence: str, evidence: str) -> Iterator[frozenset[str]]:
    """Yield the words of each clause of a sentence in whose place the evidence has their opposites."""
    clauses = [stem_sequence(clause, keep_all=True) for clause in _CLAUSES.split(sentence)]
    said, source = tuple(chain(*clauses)), stem_sequence(evidence, keep_all=True)
    content = frozenset(stem_sequence(sentence)) - _OPPOSITES.keys()
    start = 0
    for clause in clauses:
        places = range(start, start := start + len(clause))
        turned = (p for p in places if _OPPOSITES.get(said[p], frozenset()) & set(source))
        yield frozenset(said[p] for p in turned if _is_opposite(p, said, source, content))


def _is_odd(words: frozenset[str], evidence: str) -> bool:
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
