"""The names of systems and the titles of papers in a question, spelled as the question spells them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.retrieval.names import names_asked, spelled_title
from rag.retrieval.search import SearchResult
from rag.text.wording import KIND, content_stems, is_word_of, proper_names, spelled_names

MEASURES = frozenset("BLEU ROUGE AUROC AUC FID WER CER mIoU SOTA".split())  # spelled like systems, but metrics
_INITIAL = re.compile(r"[A-Z]-[A-Z][a-z]+")  # K-Adapter


def names_in(question: str, found: SearchResult) -> list[str]:
    """Return the titles and the names of systems in a question, in the order of the question."""
    places: dict[str, int] = {}
    rest = question
    for paper in dict.fromkeys(e.paper for e in found.evidence):
        if title := spelled_title(rest, paper):
            places[title] = rest.find(title)
            rest = rest.replace(title, "–" * len(title))
    for name in _systems(rest, found):
        places[name] = next(re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", rest)).start()
    return sorted(places, key=lambda name: places[name])


def _systems(question: str, found: SearchResult) -> list[str]:
    """Return the names of systems in a question, in the order of the question.

    Beside one name known by its spelling, a capitalised word may be another: `DietCode and Compressor`.
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


def _phrases(named: Sequence[str], words: Sequence[str], question: str, found: SearchResult) -> list[str]:
    """Return names, adjacent ones joined into one: `UPC's IWSLT`, `DPOT PDE`.

    A title word may come first: `Albertina PT`.
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
    """Return the first word of a name if it is spelled like a system; else the whole name."""
    return head if spelled_names(head := head_of(phrase)) else phrase


def head_of(phrase: str) -> str:
    """Return the first word of a name, which may be all that a paper uses: `UPC` of UPC's IWSLT."""
    return re.split(r"'s | ", phrase)[0]
