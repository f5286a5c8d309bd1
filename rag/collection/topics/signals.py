"""Features of a paper for a topic: the share of its words in title and abstract, and standardised similarities.

A topic is also searched for by its short form, as papers introduce one: `Low-Rank Adaptation (LoRA)`.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np

from index_store.index import Index
from index_store.records import Paper, Sentence
from rag.collection.topics.topic import Topic
from rag.collection.topics.topic_words import is_specific, topic_words

JUDGED = 400  # papers of each search that are judged word by word: all of a small collection
INTRODUCING = 30  # papers with most of the words of a topic, in which a short form is looked for
OF_ITS_OWN = 0.9  # share of the topic above which a sentence is about it
_INTRODUCED = re.compile(r"((?:[\w-]+ ){1,6})\(([A-Za-z]*[A-Z][A-Za-z]*[A-Z])s?\)")
_AVAILABILITY = re.compile(
    r"https?:|\b(?:code|implementation|models?|weights)\b.*\b(?:available|released|found at|open-?sourced)\b",
    re.IGNORECASE,
)
Embed = Callable[[str], np.ndarray]  # of a text, a unit vector (dimension,)
Signals = tuple[dict[str, float], Paper, Sentence | None]


def signals_of_papers(index: Index, text: str, embed: Embed) -> list[Signals]:
    """Return the signals and the best sentence, or None, of every paper that may deal with a topic."""
    topic = Topic(with_short_form(text, index), index)
    vector = embed(topic.plain)
    cosines = index.sentence_vectors @ vector
    nearest = _best_of_papers(cosines, index.paper_row_of_sentence, index)
    passage = _best_of_papers(index.chunk_vectors @ vector, index.paper_row_of_chunk, index)
    lexical = index.lexical.scores(topic.core)[index.paper_rows]
    places = sorted({int(p) for by in (nearest, passage, lexical) for p in np.argsort(-by, kind="stable")[:JUDGED]})
    nearest, passage = _standing_out(nearest), _standing_out(passage)
    return [
        _of_paper(
            topic,
            int(index.paper_rows[place]),
            cosines,
            {"nearest": float(nearest[place]), "passage": float(passage[place])},
        )
        for place in places
    ]


def _of_paper(topic: Topic, row: int, cosines: np.ndarray, meaning: dict[str, float]) -> Signals:
    paper, located = topic.index.table.paper(row), topic.index.table.sentences(row)
    usable = [pair for pair in located if not _AVAILABILITY.search(pair[1].text)]
    shares = {sentence: topic.share_in(sentence.text) for _, sentence in usable}
    best = max(usable, key=lambda pair: shares[pair[1]] + float(cosines[pair[0]]), default=None)
    words = {
        "title": topic.share_in(paper.title),
        "sentence": max(shares.values(), default=0.0),
        "abstract": topic.share_in(" ".join([paper.title, *(s.text for s in shares)])),
        "phrase": max(topic.phrase_in(text) for text in [paper.title, *(s.text for s in shares)]),
        "often": min(3, sum(share > OF_ITS_OWN for share in shares.values())) / 3,
    }
    return {**words, **meaning}, paper, best[1] if best else None


def _best_of_papers(values: np.ndarray, paper_rows: np.ndarray, index: Index) -> np.ndarray:
    """Return the best value of each stored paper (papers,), in the order of their rows; -1 for one without any."""
    best = np.full(len(index.live), -1.0)
    np.maximum.at(best, paper_rows, values)
    return best[index.paper_rows]


def _standing_out(values: np.ndarray) -> np.ndarray:
    """Return by how many standard deviations each value is above the mean, at most 5."""
    spread = values.std() if len(values) else 0.0
    return np.minimum((values - values.mean()) / spread, 5.0) if spread > 0 else np.zeros_like(values)


def with_short_form(topic: str, index: Index) -> str:
    """Return a topic with its short form, or the long form of one, as an alternative; unchanged where there is none."""
    words = _specific(topic)
    for long, short in _introduced(topic, index):
        tails = [" ".join(long[start:]) for start in range(len(long) - 1) if long[start][0].lower() == short[0].lower()]
        if topic.lower() == short.lower() and tails:
            return f"{topic} or {tails[-1]}"
        if any(len(words) > 1 and _specific(tail) == words for tail in tails):
            return f"{topic} or {short}"
    return topic


def _introduced(topic: str, index: Index) -> Iterator[tuple[list[str], str]]:
    scores = index.lexical.scores(topic)
    for row in np.argsort(-scores, kind="stable")[:INTRODUCING]:
        for _, sentence in index.table.sentences(int(row)):
            for match in _INTRODUCED.finditer(sentence.text):
                yield match[1].split(), match[2]


def _specific(text: str) -> set[str]:
    return set(filter(is_specific, topic_words(text)))
