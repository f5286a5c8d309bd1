"""Which papers deal with a topic: every title and abstract is judged, by its words and by its meaning.

No language model is asked. A paper's signals are how much of the topic its title, one of its sentences and its
abstract hold word by word, and how far its nearest sentence and passage stand out from the collection's.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index_store.index import Index
from index_store.records import Paper, Sentence
from rag.abbreviations import with_short_form
from rag.contributions import is_of_kind, kind_and_topic, kinds_asked, presenting
from rag.languages import asks_for_other_language, on_one_language
from rag.topic import Topic

MEMBER_FROM = 0.4  # probability at which a paper is taken to deal with the topic
JUDGED = 400  # papers of each search that are judged word by word: all of a small collection
OF_ITS_OWN = 0.9  # share of the topic from which on a sentence speaks of it

# Logistic regression on the lists of the project's questions and further topics: `python -m eval.tune_topics`.
INTERCEPT = -6.86
WEIGHTS = {
    "title": 2.95,  # share of the topic that the title holds
    "sentence": 0.44,  # share that one sentence holds
    "abstract": 1.29,  # share that title and abstract hold together
    "phrase": 1.79,  # share of neighbouring words that stand near each other
    "often": 1.16,  # how many sentences hold nearly all of it, up to three
    "nearest": 0.71,  # how far the nearest sentence stands out from those of other papers
    "passage": 1.01,  # the same of the nearest passage
}

_AVAILABILITY = re.compile(
    r"https?:|\b(?:code|implementation|models?|weights)\b.*\b(?:available|released|found at|open-?sourced)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Member:
    """A paper that deals with a topic, and the sentence that speaks most of it; None where only the title does."""

    paper: Paper
    sentence: Sentence | None
    probability: float


def members(index: Index, text: str, embed: Callable[[str], np.ndarray]) -> list[Member]:
    """Return the papers that deal with a topic, the surest first; `embed` makes a unit vector (dimension,)."""
    if asks_for_other_language(text):
        told = ((paper, *on_one_language(paper, sentences)) for paper, sentences in _papers(index))
        return [Member(paper, saying, 1.0) for paper, fits, saying in told if fits]
    kinds = kinds_asked(Topic(text, index).alternatives)
    if kinds:
        return [m for paper, sentences in _papers(index) if (m := _bringing(paper, sentences, kinds))]
    kinds, about = kind_and_topic(text)
    judged = [_judged(signals, paper, sentence) for signals, paper, sentence in signals_of_papers(index, about, embed)]
    surest = sorted((m for m in judged if m.probability >= MEMBER_FROM), key=lambda member: -member.probability)
    if not kinds:
        return surest
    rows = {paper.paper_id: sentences for paper, sentences in _papers(index)}
    for wanted in (kinds, kinds | {"~dataset", "~benchmark"} if kinds & {"~dataset", "~benchmark"} else kinds):
        bringing = [(m, _bringing(m.paper, rows[m.paper.paper_id], wanted)) for m in surest]
        if found := [replace(m, sentence=brings.sentence or m.sentence) for m, brings in bringing if brings]:
            return found
    return []


def _papers(index: Index) -> Iterator[tuple[Paper, list[Sentence]]]:
    for row, paper in enumerate(index.table.papers()):
        yield paper, [sentence for _, sentence in index.table.sentences(row)]


def _bringing(paper: Paper, sentences: Sequence[Sentence], kinds: frozenset[str]) -> Member | None:
    sentence = presenting(sentences, kinds)
    return Member(paper, sentence, 1.0) if sentence or is_of_kind(paper, kinds) else None


def signals_of_papers(
    index: Index, text: str, embed: Callable[[str], np.ndarray]
) -> list[tuple[dict[str, float], Paper, Sentence | None]]:
    """Return signals and best sentence of every paper that may deal with a topic."""
    topic = Topic(with_short_form(text, index), index)
    vector = embed(topic.plain)
    cosines = index.sentence_vectors.astype(np.float32) @ vector
    nearest = _best_of_papers(cosines, index.paper_row_of_sentence, index)
    passage = _best_of_papers(index.chunk_vectors @ vector, index.paper_row_of_chunk, index)
    lexical = index.lexical.scores(topic.core)
    rows = sorted({int(r) for by in (nearest, passage, lexical) for r in np.argsort(-by, kind="stable")[:JUDGED]})
    nearest, passage = _standing_out(nearest), _standing_out(passage)
    return [
        _of_paper(topic, row, cosines, {"nearest": float(nearest[row]), "passage": float(passage[row])}) for row in rows
    ]


def _of_paper(
    topic: Topic, row: int, cosines: np.ndarray, meaning: dict[str, float]
) -> tuple[dict[str, float], Paper, Sentence | None]:
    paper, located = topic.index.table.paper(row), topic.index.table.sentences(row)
    telling = [pair for pair in located if not _AVAILABILITY.search(pair[1].text)]
    shares = {sentence: topic.share_in(sentence.text) for _, sentence in telling}
    best = max(telling, key=lambda pair: shares[pair[1]] + float(cosines[pair[0]]), default=None)
    words = {
        "title": topic.share_in(paper.title),
        "sentence": max(shares.values(), default=0.0),
        "abstract": topic.share_in(" ".join([paper.title, *(s.text for s in shares)])),
        "phrase": max(topic.phrase_in(text) for text in [paper.title, *(s.text for s in shares)]),
        "often": min(3, sum(share > OF_ITS_OWN for share in shares.values())) / 3,
    }
    return {**words, **meaning}, paper, best[1] if best else None


def _judged(signals: dict[str, float], paper: Paper, sentence: Sentence | None) -> Member:
    total = INTERCEPT + sum(weight * signals[name] for name, weight in WEIGHTS.items())
    return Member(paper, sentence, 1 / (1 + math.exp(-total)))


def _best_of_papers(values: np.ndarray, paper_rows: np.ndarray, index: Index) -> np.ndarray:
    best = np.full(index.manifest.paper_count, -1.0)
    np.maximum.at(best, paper_rows, values)
    return best


def _standing_out(values: np.ndarray) -> np.ndarray:
    """Return by how many standard deviations each value is above the mean, at most 5."""
    spread = values.std()
    return np.minimum((values - values.mean()) / spread, 5.0) if spread > 0 else np.zeros_like(values)
