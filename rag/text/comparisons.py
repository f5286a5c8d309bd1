"""Which of two a sentence puts first, or what it says of either: `A is more robust than B`, `A is X while B is Y`."""

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
# What is less of one thing is more of another: the sides of these are changed, and both are taken for one.
_LESS_OF = dict(
    pair.split("/")
    for pair in "worse/better inferior/better superior/better faster/better slower/better weaker/better "
    "stronger/better lower/higher smaller/larger shorter/longer cheaper/costlier".split()
)
_CHANGES_SIDES = frozenset("worse inferior slower weaker lower smaller shorter cheaper".split())
_SAYS_NO_SIDE = frozenset(
    stem_sequence("model method approach one ones performance result find make does did can also even always")
)


@dataclass(frozen=True)
class Comparison:
    """The stems on either side of a comparison, those on both left out, and of what the `first` has more.

    `span` is where its words of direction stand, such as `not slower`; `is_denied` where a negation is among them.
    """

    first: frozenset[str]
    second: frozenset[str]
    of: frozenset[str]
    span: tuple[int, int]
    is_denied: bool

    def turns_round(self, other: "Comparison") -> bool:
        """Return whether this puts a side first that `other` puts second, and none where `other` has it.

        The denial of the other order is no such turn.
        """
        same = self.first & other.first or self.second & other.second
        crossed = self.first & other.second or self.second & other.first
        return bool(self.of & other.of and crossed and not same) and not self.is_denied > other.is_denied

    def says_the_same(self, other: "Comparison") -> bool:
        """Return whether this puts both sides as `other` does, or denies the other order."""
        straight = self.first & other.first and self.second & other.second
        crossed = self.first & other.second and self.second & other.first
        agrees = straight if self.is_denied == other.is_denied else crossed and self.is_denied
        return bool(self.of & other.of and agrees)


def sides_differ(sentence: str, held: str) -> bool:
    """Return whether a sentence puts first what `held` puts second, or says of either what it says of the other."""
    compared = any(one.turns_round(other) for one in comparisons(sentence) for other in comparisons(held))
    return compared or any(_crossed(one, other) for one in _contrasts(sentence) for other in _contrasts(held))


def without_converses(sentence: str, held: str) -> tuple[str, frozenset[str]]:
    """Return a sentence without `slower` or `not faster` where `held` says that the other is `faster`.

    With the sides changed it says the same: neither is a reversal, nor are the stems, also returned, of either side.
    """
    sides: frozenset[str] = frozenset()
    for one in reversed(comparisons(sentence)):
        start, end = one.span
        for other in comparisons(held):
            if one.says_the_same(other) and sentence[start:end].lower() != held[slice(*other.span)].lower():
                sides |= (one.first & other.first) | (one.second & other.second)
                sentence = sentence[:start] + sentence[end:]
                break
    return sentence, sides


@lru_cache(maxsize=20_000)
def comparisons(text: str) -> tuple[Comparison, ...]:
    """Return the comparisons of a text whose two sides can be told."""
    found = (_comparison(text, match) for match in _COMPARED.finditer(text))
    return tuple(c for c in found if c.first and c.second)


def _comparison(text: str, match: re.Match[str]) -> Comparison:
    after, *_ = _SIDE_END.split(_CLAUSE_END.split(text[match.end() :])[0])
    word = (match["than"] or match["to"] or "").lower()
    left, right = _sides(_last_clause(text[: match.start()])), _sides(after)
    first, second = left - right, right - left
    if match["by"] or match["loses"] or word in _CHANGES_SIDES or (match["more"] or "more").lower() != "more":
        first, second = second, first
    of = frozenset(stem_sequence(match["of"] or _LESS_OF.get(word, word) or "better"))
    end = next(match.end(name) for name in ("by", "beats", "loses", "more", "than", "to") if match[name])
    return Comparison(first, second, of, (match.start(), end), match["not"] is not None)


def _last_clause(text: str) -> str:
    """Return what stands before a comparison in its clause; all of it where that is nothing: `A, an old one, beats`."""
    *_, last = _CLAUSE_END.split(text)
    return last if _sides(last) else text


def _sides(text: str) -> frozenset[str]:
    return frozenset(stem_sequence(text)) - _SAYS_NO_SIDE


@lru_cache(maxsize=20_000)
def _contrasts(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the stems of either clause of each sentence of two that are set against each other."""
    halves = [_CONTRAST.split(sentence) for sentence in re.split(r"[.!?] ", text)]
    sides = [tuple(frozenset(stem_sequence(half)) for half in two) for two in halves if len(two) == 2]
    return tuple((one - other, other - one) for one, other in sides)


def _crossed(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Return whether clauses have some words of the clause in their place, and some of the other, on both sides."""
    return all(mine & theirs for mine in one for theirs in other)
