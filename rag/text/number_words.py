"""Numbers in words: the one table for every part of the program that reads them."""


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_ONES = _numbered("one two three four five six seven eight nine", 1)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)

NUMBER_WORDS = {  # one to ninety-nine
    **_ONES,
    **_numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10),
    **_TENS,
    **{f"{ten}-{one}": _TENS[ten] + _ONES[one] for ten in _TENS for one in _ONES},
}
SCALES = {"dozen": 12, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
MULTIPLIERS = {
    "twice": 2,
    "thrice": 3,
    **dict.fromkeys("double doubles doubled doubling".split(), 2),
    **dict.fromkeys("triple triples tripled tripling".split(), 3),
    **dict.fromkeys("quadruple quadruples quadrupled quadrupling".split(), 4),
}
DENOMINATORS = {**_numbered("half third fourth fifth sixth seventh eighth ninth tenth", 2), "quarter": 4}
