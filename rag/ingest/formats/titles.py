"""Split a title from the abstract that follows it where only a space is between them.

Every word that may open an abstract is scored as the boundary: by the shapes of the words before it (titles
have capitalised content words, or a mark such as a colon), of the word itself and of the word after it (a
sentence goes on in lower case). The weights are the rounded log-odds of a conditional logit over the
candidate boundaries of joined titles and abstracts: every second record of SciTLDR (machine learning, title
case), 300 of SciFact's (biomedicine, sentence case; the full stop after a title taken off) and every second
one of a listing page. Held-out records are scored in eval/LOG.md.
"""

import json
import re
from collections import Counter
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL = _words(
    """a an and as at between but by during for from in into nor of off on or over per than the through to
    toward towards under upon using via vs with within without"""
)
_FINITE = _words(
    """are be been being can could did do does had has have however is it its may might must often our
    should such that their them there these they this those us was we were which while who will
    would"""
)
_OPENERS = _words(
    """a although an as at by current deep despite due during existing for given here how in it many modern
    most one our prior recent recently several since the there these this to traditional using
    various we what when while with"""
)
# Headings of structured abstracts, and notes before the first sentence.
_LABELS = _words(
    "abstract aim aims background disclaimer motivation note objective objectives purpose rationale warning"
)
_CONTENT = frozenset(("capital", "hyphened", "acronym"))
_TITLE_LIMIT = 35  # words
_MARKS = "\"'“”‘’`()[]{},.;:?!*"
_ACRONYM = re.compile(r"\(([A-Za-z][A-Za-z-]{1,9})[),.:;]+")

_WEIGHTS: dict[str, float] = json.loads(Path(__file__).with_name("title_weights.json").read_text("utf-8"))


def split_title(text: str) -> tuple[str, str]:
    """Return title and abstract; the abstract is empty where no word of `text` can open one."""
    words = text.split()
    places = boundaries(words)
    if not places:
        return text.strip(), ""
    boundary = max(places, key=lambda place: _score(words, place))
    abstract = text.split(maxsplit=boundary)[-1]
    return text.removesuffix(abstract).strip(), abstract


def boundaries(words: list[str]) -> list[int]:
    """Return the places of the words that may be the first of the abstract."""
    return [
        place
        for place in range(1, min(len(words) - 2, _TITLE_LIMIT))
        if re.match(r"[\"'“‘`]*[^\W_a-z]|[\"“‘`]", words[place]) or _shape(words[place]) == "mixed"
    ]


def features(words: list[str], place: int) -> Counter[str]:
    """Return the features of `words[place]` as the first word of the abstract."""
    title, opener = words[:place], words[place]
    counts = Counter(f"title {_shape(word)}" for word in title[1:])
    capitals, lower = counts["title capital"] + counts["title hyphened"], counts["title lower"]
    plain = opener.strip(_MARKS).lower()
    content = [word.strip(_MARKS).lower() for word in title if _shape(word) in _CONTENT]
    counts.update(
        {
            "title mixes cases": min(capitals, lower),
            "title in title case": capitals > 0 and lower == 0,
            "title has a colon": any(word.endswith(":") for word in title[:-1]),
            "title has a full stop": sum(word.endswith(".") for word in title[:-1]),
            "title ends in a full stop": title[-1].endswith("."),
            "opener asks": any(word.endswith("?") for word in words[place : place + 8]),
            "title repeats itself": len(content) - len(set(content)),
            "title opens a bracket": "".join(title).count("(") != "".join(title).count(")"),
            "title of 1": place == 1,
            "title of 2": place == 2,
            "title of 3 or 4": 3 <= place <= 4,
            "title of 14 or more": place >= 14,
            "title of 18 or more": place >= 18,
            "title of 24 or more": place >= 24,
            "title ends in a comma or colon": title[-1][-1] in ",;:-–",
            f"last {_shape(title[-1])}": 1,
            "capitals end": all(word.isupper() for word in title[-3:]) and place > 2 and not opener.isupper(),
            f"opener {_shape(opener)}": 1,
            "opener known": plain in _OPENERS,
            "opener label": plain in _LABELS and (opener.isupper() or opener.endswith(":")),
            f"second {_shape(words[place + 1])}": 1,
        }
    )
    for start, end in _spelled_acronyms(words):
        counts["acronym in title"] += place > end
        counts["acronym opens"] += place == start
        counts["acronym is cut"] += start < place <= end
    return counts


def _score(words: list[str], place: int) -> float:
    return sum(_WEIGHTS.get(name, 0.0) * count for name, count in features(words, place).items())


def _shape(word: str) -> str:
    core = word.strip(_MARKS)
    plain = core.lower()
    if not core:
        return "mark"
    if core[0].isdigit():
        return "number"
    if core[0].islower():
        if plain in _SMALL or plain in _FINITE:
            return "small" if plain in _SMALL else "finite"
        return "mixed" if plain != core else "lower"
    first, *others = re.split(r"[-/]", core)
    if sum(letter.isupper() for letter in first) > 1:
        return "acronym"
    if plain in _SMALL or plain in _FINITE:
        return "function"
    return "hyphened" if any(part[:1].islower() for part in others) else "capital"


def _spelled_acronyms(words: list[str]) -> list[tuple[int, int]]:
    """Return where each `Pre-Training (PT)` begins and ends: it belongs to one side of the boundary."""
    spelled = []
    for end, word in enumerate(words[: _TITLE_LIMIT + 5]):
        if (found := _ACRONYM.fullmatch(word)) and sum(map(str.isupper, found[1])) > 1:
            letters = re.sub(r"s$|-", "", found[1]).lower()
            for start in range(end - 1, max(end - len(letters) - 2, -1), -1):
                parts = re.split(r"[-/ ]+", " ".join(words[start:end]).strip("-/").lower())
                initials = [part[:1] for part in parts]
                unread = iter(initials)
                if initials[:1] == [letters[0]] and all(letter in unread for letter in letters):
                    spelled.append((start, end))
                    break
    return spelled
