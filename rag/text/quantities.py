"""The numbers of a sentence with their units, compared by what they mean.

10K is 10,000, thirty percent is 30%, twice is 2 times, and two thirds are 67%.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from rag.text.number_words import DENOMINATORS, MULTIPLIERS, NUMBER_WORDS, SCALES
from rag.text.units import UNITS

_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
_WORDS: dict[str, int | float] = {**NUMBER_WORDS, **MULTIPLIERS, "half": 0.5, "a": 1, "an": 1}
_AMBIGUOUS = {word for word in MULTIPLIERS if not word.endswith(("ce", "ed"))} | {"half"}  # `knowledge triples`
_SURE = _WORDS.keys() - _AMBIGUOUS - {"a", "an"}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_OF_A_WHOLE = r"(?=\s+(?:of|as|the|that|its|their|an?)\b)"  # `half the time`, `doubles its speed`
_AT_THE_END = r"(?=\s*(?:[.,;:!?)]|$))"  # `by half.`
_QUANTITY = re.compile(
    r"(?:(?<![\w.])(?<![A-Za-z]-)(?P<digits>\d+(?:[.,]\d+)*)"
    rf"|\b(?P<numerator>an?|{_any_of(NUMBER_WORDS)})[\s-](?P<denominator>{_any_of(DENOMINATORS)})"
    rf"(?:s\b|{_OF_A_WHOLE}|{_AT_THE_END})"
    rf"|\b(?P<word>{_any_of(_SURE)}|half{_AT_THE_END}|an?(?=\s(?:{_any_of(SCALES)})\b))(?:-?fold)?\b"
    rf"|\b(?P<ambiguous>{_any_of(_AMBIGUOUS)})\b(?P<whole>{_OF_A_WHOLE})?)(?P<and_half> and a half\b)?"
    rf"(?:(?P<letter>(?-i:[KMBTk]))(?!\w)|[\s-](?:a )?(?P<scale>{_any_of(SCALES)})\b)?"
    rf"(?:\s?(?P<percent>%)|[\s-]?(?P<unit>{_any_of(UNITS)})(?<!\d[sh])\b)?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:[-–—/,]|,?\s*(?:to|and|or|versus|vs\.?))\s*")


@dataclass(frozen=True)
class Quantity:
    """A number without its sign."""

    value: Decimal
    unit: str  # "" for none known
    before: str  # the word in front, lower case
    word: str  # the number word, lower case, of a fraction the last one; "" for digits
    is_sure: bool  # False for a word that may be no number: `one`, the first of `double descent`

    def is_held_by(self, other: "Quantity") -> bool:
        """Return whether `other` states this number.

        One may leave a unit out, but not a percent sign. A fraction in words is the percentage that it rounds to. What
        may be no number states only another word of its kind: `double speed` that it `doubles the speed`.
        """
        if other.word in _AMBIGUOUS and not other.is_sure and (not self.word or self.word in NUMBER_WORDS):
            return False
        if (self.unit == "%") != (other.unit == "%"):
            part, percent = (other, self) if self.unit == "%" else (self, other)
            return part.is_fraction() and abs(100 * part.value - percent.value) < Decimal("0.5")
        return self.value == other.value and (self.unit == other.unit or not self.unit)

    def is_fraction(self) -> bool:
        """Return whether this is a fraction in words, such as a half."""
        return bool(self.word) and self.value < 1


@lru_cache(maxsize=20_000)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text in order, `12` of `12 to 15%` also as the 12% that it may mean."""
    found: list[Quantity] = []
    matches = list(_QUANTITY.finditer(text))
    for number, match in enumerate(matches):
        quantity = _quantity(match, text)
        if quantity is None:
            continue
        found.append(quantity)
        after = matches[number + 1] if number + 1 < len(matches) else None
        if after and not _suffix(match) and _RANGE.fullmatch(text[match.end() : after.start()]):
            found.append(replace(quantity, value=quantity.value * _scale(after), unit=_unit(after)))
    return tuple(found)


def located_quantities(text: str) -> Iterator[tuple[Quantity, int, int]]:
    """Yield each number of a text as it is written, with where it begins and ends."""
    for match in _QUANTITY.finditer(text):
        quantity = _quantity(match, text)
        if quantity is not None and quantity.is_sure:
            yield quantity, match.start(), match.end()


@lru_cache(maxsize=20_000)
def written_out(text: str) -> str:
    """Return a text with numbers and units in one form: `1M`, `1 million` as 1000000, `two thirds` as 67 %."""

    def value(match: re.Match[str]) -> str:
        quantity = _quantity(match, text)
        if quantity is None or not quantity.is_sure:
            return match[0]
        is_part = quantity.is_fraction() and not quantity.unit
        return f"{100 * quantity.value:.0f} %" if is_part else f"{quantity.value:f} {quantity.unit}"

    return _QUANTITY.sub(value, text)


def missing_quantities(sentence: str, cited: Iterable[str], titles: Iterable[str]) -> list[Quantity]:
    """Return the numbers of a sentence that no cited sentence holds.

    `the two` is none of them where no number is spelled out: it points at what was named before. A number of a title
    is held only beside the same word (ERNIE 2.0) or with the same unit: a title is not quoted.
    """
    held = [q for text in cited for q in quantities(text)]
    named = [q for title in titles for q in quantities(title)]
    return [
        q
        for q in dict.fromkeys(quantity for quantity, _, _ in located_quantities(sentence))
        if not (_points_at_two(q) and not any(h.word in NUMBER_WORDS for h in held))
        and not any(q.is_held_by(h) for h in held)
        and not any(q.is_held_by(n) and (q.before == n.before or q.unit) for n in named)
    ]


def _points_at_two(quantity: Quantity) -> bool:
    """Return whether a number may point at what is spoken of: `the two`."""
    return quantity.word == "two" and quantity.value == 2 and not quantity.unit and quantity.before in ("the", "these")


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    """Return the number of a match; None for what is none, such as 3.1.2."""
    value = _value(match)
    if value is None:
        return None
    value = (value * _scale(match)).normalize()
    word = (match["word"] or match["ambiguous"] or match["denominator"] or "").lower()
    before = text[max(0, match.start() - 40) : match.start()]
    words = re.findall(r"[\w-]+", before)
    is_sure = not (word and value == 1) and not (match["ambiguous"] and match["whole"] is None)
    return Quantity(value, _unit(match), words[-1].lower() if words else "", word, is_sure)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        try:
            value = Decimal(re.sub(r",(?=\d{3})", "", match["digits"]))
        except InvalidOperation:
            return None
    elif match["denominator"]:
        value = Decimal(_WORDS[match["numerator"].lower()]) / DENOMINATORS[match["denominator"].lower()]
    else:
        value = Decimal(_WORDS[(match["word"] or match["ambiguous"]).lower()])
    return value + Decimal("0.5") if match["and_half"] else value


def _scale(match: re.Match[str]) -> int:
    """Return what a number is multiplied by: 1000 for `5K` and `five thousand`."""
    return _LETTERS[match["letter"].lower()] if match["letter"] else SCALES.get((match["scale"] or "").lower(), 1)


def _unit(match: re.Match[str]) -> str:
    return "%" if match["percent"] else UNITS[match["unit"].lower()] if match["unit"] else ""


def _suffix(match: re.Match[str]) -> str:
    return "".join(part for part in (match["letter"], match["scale"], match["percent"], match["unit"]) if part)
