"""The features of the support model: how the words of a sentence compare with those of the evidence that it cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from rag.grounding.literals import strange_names, texts_of
from rag.grounding.match import Nearness
from rag.retrieval.evidence import Evidence
from rag.text.quantities import written_out
from rag.text.swapped import has_swapped_literal
from rag.text.wording import stem_sequence

YES_OR_NO = re.compile(r"^(?:yes|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SupportSignals:
    """Features of a sentence and the evidence that it cites, each in 0..1."""

    weakest: float  # lowest cosine of a word that its question lacks with the nearest word of the evidence; 1 if held
    echoed: float  # mean of these for the words of its question; of all without any
    ordered: float  # share of its words that are in the evidence in the same order
    swapped: float  # 1 if a name or number stands in the place of another
    names: float  # 1 if the evidence, its titles and the question lack a name


def support_signals(
    sentence: str, evidence: Sequence[Evidence], nearness: Nearness, question: str = ""
) -> SupportSignals:
    """Return the features of a sentence that cites `evidence`; `nearness` is that of its words to it.

    An answer repeats its question, so the question's words and names are not the model's invention.
    """
    cited, titles = texts_of(evidence)
    shown = " ".join([*titles, *cited])
    said = words_of(YES_OR_NO.sub("", sentence))
    asked, literal = frozenset(stem_sequence(question)), frozenset((*stem_sequence(shown), *words_of(shown)))
    near = [(s, 1.0 if s in literal or s[0].isdigit() else c) for s, c in nearness if s not in ("yes", "no")]
    new, old = [c for s, c in near if s not in asked], [c for s, c in near if s in asked]
    return SupportSignals(
        weakest=min(new or old or [0.0]),
        echoed=fmean(old or new or [0.0]),
        ordered=_common_subsequence(said, words_of(" . ".join(cited))) / max(1, len(said)),
        swapped=float(has_swapped_literal(sentence, [*titles, *cited])),
        names=float(bool(strange_names(sentence, f"{shown} {question}"))),
    )


def new_words(sentence: str, question: str) -> list[str]:
    """Return the content words of a sentence that its question lacks, without a leading yes or no; all if none are."""
    asked, said = set(words_of(question)), list(words_of(YES_OR_NO.sub("", sentence)))
    return [word for word in said if word not in asked] or said


def words_of(text: str) -> tuple[str, ...]:
    """Return the stems of the content words of a text, numbers written out."""
    return stem_sequence(written_out(text))


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        above, row = row, [0]
        for place, candidate in enumerate(other):
            row.append(above[place] + 1 if word == candidate else max(row[-1], above[place + 1]))
    return row[-1]
