"""Corrupt true sentences by one small change.

A number, its unit, two numbers swapped, a name, two names swapped, a negation, or a word replaced by its opposite. A
change takes a sentence, a random generator and other names, and returns the changed sentence, or None where it does not
apply.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise

from rag.text.quantities import located_quantities
from rag.text.wording import content_stems

Change = Callable[[str, random.Random, Sequence[str]], str | None]

_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w]*\.\d)")
_SPELLED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = (
    ("ms", "s"), ("milliseconds", "seconds"), ("seconds", "minutes"), ("minutes", "hours"), ("hours", "days"),
    ("days", "weeks"), ("weeks", "months"), ("months", "years"), ("million", "billion"), ("thousand", "million"),
    ("billion", "trillion"), ("MB", "GB"), ("GB", "TB"), ("KB", "MB"), ("%", " times"), ("percent", "times"),
    ("M", "B"), ("K", "M"), ("mg", "g"), ("mm", "cm"), ("Hz", "kHz"),
)  # fmt: skip
_UNIT_OF = {a: b for a, b in _UNITS} | {b: a for a, b in reversed(_UNITS) if b not in ("times", " times")}
_WITH_UNIT = re.compile(
    r"(?<=\d)(?P<space>[\s-]?)(?P<unit>"
    + "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
    + r")(?!\w)"
)
_NAME = re.compile(r"\b(?:[A-Z]+[a-z]*[A-Z0-9][\w+-]*|[a-z]+[A-Z]\w*)")
_OPPOSITES = (
    "higher/lower, high/low, increase/decrease, increases/decreases, increased/decreased, improves/degrades, "
    "improve/degrade, improved/degraded, outperforms/underperforms, outperform/underperform, faster/slower, "
    "larger/smaller, large/small, better/worse, best/worst, more/less, most/least, with/without, before/after, "
    "supervised/unsupervised, positive/negative, strong/weak, superior/inferior, longer/shorter, long/short, "
    "early/late, simple/complex, efficient/inefficient, effective/ineffective, dense/sparse, reduces/increases, "
    "reduced/increased, reduce/increase, inhibits/promotes, activation/inhibition, gains/losses, easy/hard, "
    "cheap/expensive, robust/fragile, global/local, offline/online, rich/poor, common/rare"
).split(", ")
_OPPOSITE_OF = {a: b for a, b in (pair.split("/") for pair in reversed(_OPPOSITES))} | {
    b: a for a, b in (pair.split("/") for pair in reversed(_OPPOSITES))
}
_COMPARED = re.compile(
    r"\b(?:than|outperforms?|over|beats?|instead|whereas|while|unlike|compared|from|improves?|replaces?|surpass(?:es)?|"
    r"inhibits?|induces?|activates?|binds?|regulates?|reduces?|increases?|promotes?|into|extends?)\b"
)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|can|could|does|do|did|has been|have been|will|may|should|has|have)\b")
_VERB = re.compile(
    r"\b(show|find|propose|present|demonstrate|introduce|use|achieve|require|improve|learn|outperform|provide|allow|"
    r"enable|reduce|increase|perform|develop|suggest|indicate|generalize|combine)(s?)\b"
)
_NEGATED = re.compile(
    r"\b(is|are|was|were|can|could|does|do|did|been|will|may|should|has|have|had|would|must) not "
    r"(?!only\b|just\b|merely\b)"
)


def change_number(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Replace one number by another of similar size."""
    found = list(_NUMBER.finditer(sentence))
    spelled = [m for m in re.finditer(r"\b(?:" + "|".join(_SPELLED) + r")\b", sentence)]
    if not found and not spelled:
        return None
    match = chance.choice(found or spelled)
    if not found:
        return _replaced(sentence, match, chance.choice([w for w in _SPELLED if w != match[0]]))
    digits = match[0]
    while digits == match[0]:
        place = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
        digits = f"{digits[:place]}{chance.randint(1, 9)}{digits[place + 1 :]}"
    return _replaced(sentence, match, digits)


def change_unit(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Replace the unit of one number by another: milliseconds by seconds, millions by billions."""
    found = list(_WITH_UNIT.finditer(sentence))
    if not found:
        return None
    match = chance.choice(found)
    return _replaced(sentence, match, match["space"] + _UNIT_OF[match["unit"]])


def swap_numbers(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Exchange two numbers of one kind, so that each stands beside what the other belongs to."""
    found = list(located_quantities(sentence))
    pairs = [
        (one, other)
        for one, other in combinations(found, 2)
        if one[0].unit == other[0].unit and one[0].value != other[0].value and one[0].word == other[0].word == ""
    ]
    if not pairs:
        return None
    (_, start, end), (_, after, last) = chance.choice(pairs)
    one, other = sentence[start:end], sentence[after:last]
    return sentence[:start] + other + sentence[end:after] + one + sentence[last:]


def swap_name(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Replace one system name by one of `names` that is not in the sentence."""
    found = list(_NAME.finditer(sentence))
    if not found:
        return None
    old = chance.choice(found)[0]
    others = [n for n in names if not content_stems(n) & content_stems(sentence) and not _related(n, old)]
    if not others:
        return None
    new = chance.choice(others)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, sentence)


def _related(one: str, other: str) -> bool:
    shorter, longer = sorted((one.lower().rstrip("s"), other.lower().rstrip("s")), key=len)
    return shorter in longer


def swap_places(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Swap two names that a sentence compares."""
    found = list(_NAME.finditer(sentence))
    sides = [
        (a[0], b[0]) for a, b in pairwise(found) if a[0] != b[0] and _COMPARED.search(sentence, a.end(), b.start())
    ]
    if not sides:
        return None
    one, other = chance.choice(sides)
    swapped = {one: other, other: one}
    return re.sub(rf"(?<!\w)(?:{re.escape(one)}|{re.escape(other)})(?!\w)", lambda m: swapped[m[0]], sentence)


def flip_negation(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Remove a negation, or add one to the first known verb."""
    if _NEGATED.search(sentence):
        return _NEGATED.sub(r"\1 ", sentence, count=1)
    if re.search(r"\b(?:not|no|without|never|neither|nor|cannot)\b", sentence):  # two of them may cancel out
        return None
    if auxiliary := _AUXILIARY.search(sentence):
        return _replaced(sentence, auxiliary, f"{auxiliary[0]} not")
    if verb := _VERB.search(sentence):
        return _replaced(sentence, verb, f"{'does' if verb[2] else 'do'} not {verb[1]}")
    return None


def swap_opposite(sentence: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Replace one word by its opposite."""
    found = [match for match in re.finditer(r"\b[a-z]+\b", sentence) if match[0] in _OPPOSITE_OF]
    if not found:
        return None
    match = chance.choice(found)
    return _replaced(sentence, match, _OPPOSITE_OF[match[0]])


def names_in(text: str) -> list[str]:
    """Return the names of systems and data sets in a text, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def _replaced(sentence: str, match: re.Match[str], new: str) -> str:
    return sentence[: match.start()] + new + sentence[match.end() :]


CHANGES: Mapping[str, Change] = {
    "number": change_number,
    "unit": change_unit,
    "numbers": swap_numbers,
    "name": swap_name,
    "places": swap_places,
    "negation": flip_negation,
    "opposite": swap_opposite,
}
