"""Comparisons and contrasts of a sentence, and whether they swap the sides: `A is better than B`, `A is X, B is Y`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.text.wording import stem_sequence

_BETTER = (
    "outperform(?:s|ed|ing)?|beat(?:s|en|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?"
    "|(?:outperformance|superiority) over"
)
_WORSE = "underperform(?:s|ed|ing)?|(?:los(?:es?|ing)|lost) to|(?:fall(?:s|ing)?|fell|lag(?:s|ged|ging)?) behind"
_THAN = (
    "better|worse|higher|lower|larger|smaller|bigger|greater|faster|slower|stronger|weaker|harder|easier|longer|shorter|"
    "cheaper|costlier|deeper|wider|closer|simpler|safer|richer|earlier|later|heavier|lighter"
)
_COMPARED = re.compile(
    r"(?P<not>(?:\b(?:not|never|no|cannot)|n['’]t) (?:much )?)?"
    rf"(?:\b(?P<by>(?:{_BETTER}) by)\b|\b(?P<beats>{_BETTER})\b|\b(?P<loses>{_WORSE})\b"
    r"|\b(?P<more>more|less|fewer) (?P<of>[^,;:.?!()]{1,60}?) than\b"
    rf"|\b(?P<than>{_THAN})\b[^,;:.?!()]{{0,60}}? than\b"
    r"|\b(?P<to>superior|inferior) to\b)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;:.?!()]|\b(?:that|which|who|whereas|while|but|because|since|regardless)\b", re.IGNORECASE)
_SIDE_END = re.compile(r"\b(?:in|at|on|for|by|when|as|with|to|do|does|did|is|are|was|were|can)\b", re.IGNORECASE)
_CONTRAST = re.compile(r",?\s+(?:while|whereas|but)\s+(?![\w-]+ing\b)", re.IGNORECASE)  # not `while saving …`
# Less of one thing is more of another: such a comparison is read as the other one, with its sides swapped.
_LESS_OF = dict(
    pair.split("/")
    for pair in "worse/better inferior/better weaker/better slower/faster lower/higher smaller/larger shorter/longer "
    "cheaper/costlier".split()
)
_THE_SAME_AS = {"superior": "better", "stronger": "better"}


@dataclass(frozen=True)
class Comparison:
    """The stems on one side only of a comparison; `first` has more of `of`.

    `span` is the place of the words that give the direction, such as `not slower`; `is_denied` if one is a negation.
    """

    first: frozenset[str]
    second: frozenset[str]
    of: frozenset[str]
    span: tuple[int, int]
    is_denied: bool

    def turns_round(self, other: "Comparison") -> bool:
        """Return whether this swaps a side of `other`; to deny the swapped order is no swap."""
        same = len(self.first & other.first) + len(self.second & other.second)
        crossed = len(self.first & other.second) + len(self.second & other.first)
        return bool(self.of & other.of and crossed > same) and not self.is_denied > other.is_denied

    def says_the_same(self, other: "Comparison") -> bool:
        """Return whether this puts both sides as `other` does, or denies the other order."""
        straight = self.first & other.first and self.second & other.second
        crossed = self.first & other.second and self.second & other.first
        agrees = straight if self.is_denied == other.is_denied else crossed and self.is_denied
        return bool(self.of & other.of and agrees)


def sides_differ(sentence: str, evidence: str) -> bool:
    """Return whether a sentence swaps the two sides of a comparison or a contrast in its evidence."""
    compared = any(one.turns_round(other) for one in comparisons(sentence) for other in comparisons(evidence))
    return compared or any(_crossed(one, other) for one in _contrasts(sentence) for other in _contrasts(evidence))


def without_converses(sentence: str, evidence: str) -> tuple[str, frozenset[str]]:
    """Return a sentence without words like `slower` where the evidence says the same of swapped sides: `faster`.

    They are no reversal, nor are the stems that are on the same side in both, which are returned too.
    """
    sides: frozenset[str] = frozenset()
    for one in reversed(comparisons(sentence)):
        start, end = one.span
        for other in comparisons(evidence):
            if one.says_the_same(other) and sentence[start:end].lower() != evidence[slice(*other.span)].lower():
                sides |= (one.first & other.first) | (one.second & other.second)
                sentence = sentence[:start] + sentence[end:]
                break
    return sentence, sides


@lru_cache(maxsize=20_000)
def comparisons(text: str) -> tuple[Comparison, ...]:
    """Return the comparisons of a text that have two sides."""
    found = (_comparison(text, match) for match in _COMPARED.finditer(text))
    return tuple(c for c in found if c.first and c.second)


def _comparison(text: str, match: re.Match[str]) -> Comparison:
    after, *_ = _SIDE_END.split(_CLAUSE_END.split(text[match.end() :])[0])
    word = (match["than"] or match["to"] or "").lower()
    left, right = _sides(_last_clause(text[: match.start()])), _sides(after)
    first, second = left - right, right - left
    if match["by"] or match["loses"] or word in _LESS_OF or (match["more"] or "more").lower() != "more":
        first, second = second, first
    of = frozenset(stem_sequence(match["of"] or {**_LESS_OF, **_THE_SAME_AS}.get(word, word) or "better"))
    end = next(match.end(name) for name in ("by", "beats", "loses", "more", "than", "to") if match[name])
    return Comparison(first, second, of, (match.start(), end), match["not"] is not None)


def _last_clause(text: str) -> str:
    """Return the last clause of what precedes a comparison, or all of it if that is empty: `A, an old one, beats`."""
    *_, last = _CLAUSE_END.split(text)
    return last if _sides(last) else text


def _sides(text: str) -> frozenset[str]:
    return frozenset(stem_sequence(text))


@lru_cache(maxsize=20_000)
def _contrasts(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the stems on one side only of each sentence of two contrasted clauses."""
    halves = [_CONTRAST.split(sentence) for sentence in re.split(r"[.!?] ", text)]
    sides = [tuple(frozenset(stem_sequence(half)) for half in two) for two in halves if len(two) == 2]
    return tuple((one - other, other - one) for one, other in sides)


def _crossed(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Return whether each clause of one shares words with both clauses of the other."""
    return all(mine & theirs for mine in one for theirs in other)
