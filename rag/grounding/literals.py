"""Names and numbers of a sentence: in the evidence that it cites, in those abstracts, or only in its question."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from rag.retrieval.evidence import Evidence
from rag.text.quantities import missing_quantities
from rag.text.wording import KIND, begins_word, content_stems, name_parts, names, proper_names, spelled_names

SHORT = 3  # letters of a name that may abbreviate what a paper writes out


def literals_held(sentence: str, evidence: Sequence[Evidence], known: str = "") -> bool:
    """Return whether every number of a sentence is in the evidence, and every name there or in the `known` ones."""
    cited, titles = texts_of(evidence)
    shown = " ".join([*titles, *cited, known])
    return not missing_quantities(sentence, cited, titles) and not strange_names(sentence, shown)


def strange_names(sentence: str, shown: str) -> set[str]:
    """Return the names in a sentence that are not in a text, plural and compound forms allowed."""
    stems = content_stems(shown)
    found = names(sentence) | proper_names(sentence)
    return {n for n in found if n not in shown.lower() and not content_stems(n) <= stems}


def speaks_of_others(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence names a system that the papers it cites do not mention."""
    cited, titles = texts_of(evidence)
    papers = " ".join(e.paper.text for e in evidence)
    systems = (n for n in spelled_names(sentence) if len(n) > SHORT and n.isascii() and not n.islower())
    return any(
        _ends_a_longer_name(name, " ".join([*titles, *cited])) or _is_unknown(name, papers)
        for name in systems
        if not KIND.fullmatch(name)
    )


def _ends_a_longer_name(name: str, shown: str) -> bool:
    """Return whether a name is in a text only as the end of longer ones: GraphCodeBERT is not CodeBERT."""
    return name.lower() in shown.lower() and not begins_word(name, shown)


def _is_unknown(name: str, papers: str) -> bool:
    """Return whether papers do not have a name or a part of it, nor a word of which it is a misspelling."""
    text = papers.lower()
    words = set(re.findall(r"[\w+-]+", text))
    is_known = any(part.lower() in text for part in (name, *name_parts(name)))
    return not is_known and not get_close_matches(name.lower(), words, 1, cutoff=0.8)


def known_names(question: str, evidence: Sequence[Evidence]) -> str:
    """Return the names of a question that the abstracts of the evidence have, whether or not the evidence has them."""
    abstracts = " ".join({e.paper.abstract.lower() for e in evidence})
    return " ".join(sorted(name for name in names(question) if name in abstracts))


def texts_of(evidence: Sequence[Evidence]) -> tuple[list[str], list[str]]:
    """Return the sentences of evidence, and the titles of its papers, each once."""
    return [e.sentence.text for e in evidence], list({e.paper.title: None for e in evidence})
