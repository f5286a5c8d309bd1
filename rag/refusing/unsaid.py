"""A detail that a question names and the abstract it is about does not: learning rates, GPU hours, who wrote it.

Decided before a word is written, by words alone, and only for questions that name what they are about: who describes
a paper in other words may describe its details in other words too.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from index_store.records import Paper
from rag.retrieval.evidence import Evidence
from rag.retrieval.gate import names_asked
from rag.text.quantities import SPELLED
from rag.text.wording import KIND, YES_NO, name_parts, spelled_names, stem_sequence

COUNTED_WITHIN = 9  # words from a number to what it counts: `nine kinds of simple and complex augmentation operators`

# What researchers ask for and abstracts hardly ever say: how it is asked for, and what an abstract that says it holds.
_DETAILS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(said, re.IGNORECASE))
    for asked, said in (
        (r"\blearning rates?\b", r"\blearning rate"),
        (r"\bbatch sizes?\b", r"\bbatch"),
        (r"\boptimi[sz]ers?\b", r"\boptimi[sz]er|\badam|\bsgd\b"),
        (r"\bwarm-?up\b|\bweight decay\b|\bdropout\b|\brandom seeds?\b", r"\bwarm-?up|\bdecay|\bdropout|\bseed"),
        (r"\bepochs?\b", r"\bepoch"),
        (r"\b(?:gpu|tpu)[- ]?(?:hours?|days?)\b|\bhow many (?:hours|days|weeks)\b", r"\b(?:hour|day|week)s?\b"),
        (r"\b(?:which|what) [gt]pus?\b", r"\b[gt]pu|\b[AVHP]\d{2,3}0\b|\brtx\b|\bnvidia\b"),
        (r"\blicen[cs]es?\b", r"\blicen[cs]|\bapache\b|\bMIT\b|\bGPL|\bcc[- ]by"),
        (r"\bhidden (?:size|dimension)s?\b", r"\bhidden|\bdimension"),
        (r"\b(?:context|sequence|input) (?:length|window)s?\b|\binput tokens\b", r"\btokens?\b|\bwindow|\blengths?\b"),
        (r"\battention heads?\b", r"\bheads?\b"),
        (r"\b(?:conference|journal|venue)s?\b", r"\b(?:conference|journal|workshop|proceedings)|\b(?:19|20)\d\d\b"),
        (r"\buniversit(?:y|ies)\b|\baffiliations?\b", r"\buniversit|\binstitute|\blab"),
        (r"^who (?:wrote|are the authors)\b|\bfirst author\b", r"\bauthors? (?:is|are)\b"),
    )
)
_HOW_MANY = re.compile(
    r"^(?:\w+ )?how many (?P<counted>(?:[\w-]+ ){0,4}?[\w-]+?)(?= (?:did|does|do|are|is|were|was|can|could|has|have|"
    r"had|will|would|went|in|of|on|for|from|to|by|with|that|which|and)\b|[?.,]|$)",
    re.IGNORECASE,
)
_COUNTS_ANYTHING = frozenset(
    stem_sequence("kind type sort way time thing part author percent percentage point you they we it", keep_all=True)
)
_ENDS_COUNT = frozenset("from in on for with to by at that which".split())  # stems of words that begin another part
_SPELLED = frozenset(stem_sequence(" ".join([*SPELLED, "hundreds", "thousands"]), keep_all=True))


def unsaid(question: str, evidence: Sequence[Evidence], shared: bool = False) -> Paper | None:
    """Return the paper a question names, where its abstract does not hold the detail asked for; None otherwise.

    Args:
        question: what was asked, standing alone.
        evidence: what was found for it, the best paper first.
        shared: whether the same is asked of other papers; what is counted has then the name that one of them gives it.
    """
    named = _papers_named(question, evidence)
    if not named or re.search(YES_NO, question, re.IGNORECASE):
        return None
    texts = [paper.abstract for paper in named]
    missing = any(asked.search(question) and not any(map(said.search, texts)) for asked, said in _DETAILS)
    hasty = not spelled_names(question)  # who writes in haste misspells what is counted
    counted = None if hasty or shared else _counted(question)
    return named[0] if missing or counted and not any(_is_counted(counted, text) for text in texts) else None


def _papers_named(question: str, evidence: Sequence[Evidence]) -> list[Paper]:
    """Return the papers of the evidence that hold a name of the question."""
    asked = (name for name in names_asked(question, evidence) if not KIND.fullmatch(name))
    parts = {part.lower() for name in asked for part in name_parts(name)}
    papers = dict.fromkeys(e.paper for e in evidence)
    return [
        p
        for p in papers
        if any(re.search(rf"\b{re.escape(part)}\b", f"{p.title} {p.abstract}".lower()) for part in parts)
    ]


def _counted(question: str) -> frozenset[str]:
    """Return the stem of what a question asks the number of, and those of its names: `Java` of Java problems.

    Nothing where it does not ask or counts in general.
    """
    asked = _HOW_MANY.search(question)
    stems = _singulars(asked["counted"]) if asked else []
    if not asked or _COUNTS_ANYTHING.intersection(stems):
        return frozenset()
    return frozenset((stems[-1], *_singulars(" ".join(re.findall(r"\b[A-Z]\w*", asked["counted"])))))


def _is_counted(counted: frozenset[str], text: str) -> bool:
    """Return whether a number in a text has any of what is counted behind it; `175B` are parameters."""
    spelled_out = re.sub(r"\b\d+(?:\.\d+)?[BM]\b(?! tokens)", r"\g<0> parameters", text)
    words = _singulars(spelled_out)
    numbers = [place for place, word in enumerate(words) if word in _SPELLED or re.search(r"\d", word)]
    return any(
        counted.intersection(takewhile(lambda word: word not in _ENDS_COUNT, words[place : place + COUNTED_WITHIN]))
        for place in numbers
    )


def _singulars(text: str) -> list[str]:
    """Return the stems of all words, `data sets` as one, `LLMs` as models; the stemmer leaves `GPUs`."""
    joined = re.sub(r"\b(data) (sets?)\b", r"\1\2", re.sub(r"\b[A-Z]+Ms?\b", "models", text), flags=re.IGNORECASE)
    return [stem.removesuffix("s") for stem in stem_sequence(joined, keep_all=True)]
