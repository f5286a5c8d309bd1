"""Names and numbers of a sentence, as they stand in what it cites, in those abstracts, and in its question."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from rag.retrieval.evidence import Evidence
from rag.text.quantities import missing_quantities
from rag.text.wording import KIND, begins_word, content_stems, name_parts, names, proper_names, spelled_names

SHORT = 3  # letters of a name that may be short for what a paper writes out
MISSPELT = 0.8  # of the letters of a name, in order, that one much like it has


def literals_held(sentence: str, evidence: Sequence[Evidence], granted: str = "") -> bool:
    """Return whether evidence holds every number of a sentence, and it or what is `granted` every name."""
    cited, titles = texts_of(evidence)
    held = " ".join([*titles, *cited, granted])
    return not missing_quantities(sentence, cited, titles) and not strange_names(sentence, held)


def strange_names(sentence: str, held: str) -> set[str]:
    """Return the names in a sentence that `held` does not hold, plural and compound forms allowed."""
    stems = content_stems(held)
    found = names(sentence) | proper_names(sentence)
    return {n for n in found if n not in held.lower() and not content_stems(n) <= stems}


def speaks_of_others(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence names a system that is asked about, and that what it rests on does not speak of."""
    cited, titles = texts_of(evidence)
    papers = " ".join(f"{e.paper.title} {e.paper.abstract}" for e in evidence)
    systems = (n for n in spelled_names(sentence) if len(n) > SHORT and n.isascii() and not n.islower())
    return any(
        _ends_a_longer_name(name, " ".join([*titles, *cited])) or _is_unknown(name, papers)
        for name in systems
        if not KIND.fullmatch(name)
    )


def _ends_a_longer_name(name: str, shown: str) -> bool:
    """Return whether a text has a name at the end of others only: GraphCodeBERT is not CodeBERT."""
    return name.lower() in shown.lower() and not begins_word(name, shown)


def _is_unknown(name: str, papers: str) -> bool:
    """Return whether papers do not hold a name, or a part of it; one much like a word of theirs is misspelt."""
    known = papers.lower()
    words = set(re.findall(r"[\w+-]+", known))
    held = any(part.lower() in known for part in (name, *name_parts(name)))
    return not held and not get_close_matches(name.lower(), words, 1, MISSPELT)


def asked_about(question: str, evidence: Sequence[Evidence]) -> str:
    """Return the names of a question that stand in the abstracts which evidence is from."""
    abstracts = " ".join({e.paper.abstract.lower() for e in evidence})
    return " ".join(sorted(name for name in names(question) if name in abstracts))


def texts_of(evidence: Sequence[Evidence]) -> tuple[list[str], list[str]]:
    """Return the sentences of evidence, and the titles of its papers, each once."""
    return [e.sentence.text for e in evidence], list({e.paper.title: None for e in evidence})
