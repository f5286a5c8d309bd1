"""Which systems and titles a question names, as they are written there."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.retrieval.finding import Found
from rag.retrieval.names import names_asked, spelled_title
from rag.text.wording import KIND, content_stems, is_word_of, proper_names, spelled_names

MEASURES = frozenset("BLEU ROUGE AUROC AUC FID WER CER mIoU SOTA".split())  # spelled as systems are, and none
_INITIAL = re.compile(r"[A-Z]-[A-Z][a-z]+")  # K-Adapter


def names_in(question: str, found: Found) -> list[str]:
    """Return the titles and the names of systems in a question, in order, as they are written there."""
    places: dict[str, int] = {}
    rest = question
    for paper in dict.fromkeys(e.paper for e in found.evidence):
        if title := spelled_title(rest, paper):
            places[title] = rest.find(title)
            rest = rest.replace(title, "–" * len(title))
    for name in _systems(rest, found):
        places[name] = next(re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", rest)).start()
    return sorted(places, key=lambda name: places[name])


def _systems(question: str, found: Found) -> list[str]:
    """Return the names of systems in a question, in order, as they are written there.

    Where it has one by its spelling, another may be an ordinary word with a capital: `DietCode and Compressor`.
    """
    asked = {name.lower() for name in names_asked(question, found.evidence)}
    words = list(dict.fromkeys(re.findall(r"\w+(?:[-+]\w+)*", question)))
    systems = (word for word in words if not KIND.fullmatch(word) and word not in MEASURES)
    named = [word for word in systems if asked & {word.lower(), *word.lower().split("-")}]
    capital = [word for word in named if word != word.lower()]  # ADAM and MOS adapt a model
    named = capital if len(capital) > 1 else named
    if len(spelled := _phrases(named, words, question, found)) > 1:
        return spelled
    proper = proper_names(question)
    also = [word for word in words if word in named or word.lower() in proper or _INITIAL.fullmatch(word)]
    return _phrases(also, words, question, found)


def _phrases(named: Sequence[str], words: Sequence[str], question: str, found: Found) -> list[str]:
    """Return names with those right behind them, which tell more of them: `UPC's IWSLT`, `DPOT PDE`.

    One may begin with an ordinary word that a title has: `Albertina PT`.
    """
    titles = " ".join(evidence.paper.title for evidence in found.evidence)
    first = [word for word, name in pairwise(words) if name in named and word.istitle() and is_word_of(word, titles)]
    parts = [*named, *(word for word in first if content_stems(word))]
    if not parts:
        return []
    name = f"(?:{'|'.join(map(re.escape, parts))})(?![\\w-])"
    phrases = re.findall(rf"(?<![\w-]){name}(?:(?:'s)? {name})*", question)
    return list({head_of(phrase): phrase for phrase in reversed(phrases)}.values())[::-1]


def short_name(phrase: str) -> str:
    """Return the first of the words of a name where that is one by its spelling; else all of them."""
    return head if spelled_names(head := head_of(phrase)) else phrase


def head_of(phrase: str) -> str:
    """Return the first word of a name, that may be all a paper calls it: `UPC` of UPC's IWSLT."""
    return re.split(r"'s | ", phrase)[0]
