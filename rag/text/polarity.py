"""Whether a sentence says the opposite of its evidence: by a negation, an opposite word, or swapped sides."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from rag.text.comparisons import sides_differ, without_converses
from rag.text.opposites import opposites, says_the_opposite
from rag.text.wording import stem_sequence

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;:.!?()]", re.UNICODE)
_NEGATIONS = frozenset(
    "not no never without cannot neither nor none hardly lack lacks lacking fail fails failed unable".split()
)
_KEEPS_AWAY = _NEGATIONS.union(
    "avoid avoids avoiding avoided".split()
)  # `avoid` is no negation, but allows one of the same
_NO_NEGATION = frozenset("only just merely necessarily".split())  # after a `not`
_BREAKS = frozenset(", ; : . ! ? ( ) but".split())
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
SCOPE = 2  # content words after a negation that it negates


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
    turned_words = list(opposites(sentence, evidence))
    denied = frozenset(chain(*turned_words)) & _polarity(sentence).negated
    turned = any(says_the_opposite(words - denied - sides, evidence) for words in turned_words)
    return turned or negation_differs(sentence, evidence, question, denied)


def negation_differs(sentence: str, evidence: str, question: str, denied: frozenset[str]) -> bool:
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
