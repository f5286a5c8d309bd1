"""Which papers deal with a topic: every title and abstract is judged, by its words and by its meaning.

No language model is used. A topic that names a kind of thing, or any language but English, is judged by rule; every
other one by a logistic regression on the signals of each paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index_store.index import Index
from index_store.records import Paper, Sentence
from rag.collection.topics.contributions import (
    asks_for_other_language,
    is_of_kind,
    kind_and_topic,
    kinds_asked,
    on_one_language,
    presenting,
)
from rag.collection.topics.signals import Embed, signals_of_papers
from rag.collection.topics.topic import Topic
from rag.text.fitted import LogisticModel

MEMBERSHIP = LogisticModel.read(Path(__file__).with_name("members.json"))
_COMPARED_ON = frozenset(("~dataset", "~benchmark"))  # people say either for the other


@dataclass(frozen=True)
class Member:
    """A paper that deals with a topic, and the sentence most about it; None where only the title is."""

    paper: Paper
    sentence: Sentence | None
    probability: float


def members(index: Index, text: str, embed: Embed) -> list[Member]:
    """Return the papers that deal with a topic, most probable first."""
    if asks_for_other_language(text):
        judged = ((paper, *on_one_language(paper, sentences)) for paper, sentences in _papers(index))
        return [Member(paper, sentence, 1.0) for paper, fits, sentence in judged if fits]
    if kinds := kinds_asked(Topic(text, index).alternatives):
        return [m for paper, sentences in _papers(index) if (m := _bringing(paper, sentences, kinds))]
    kinds, about = kind_and_topic(text)
    surest = _surest(index, about, embed)
    return _bringing_among(surest, kinds, index) if kinds else surest


def _papers(index: Index) -> Iterator[tuple[Paper, list[Sentence]]]:
    for row, paper in index.table.located_papers():
        yield paper, [sentence for _, sentence in index.table.sentences(row)]


def _bringing(paper: Paper, sentences: Sequence[Sentence], kinds: frozenset[str]) -> Member | None:
    sentence = presenting(sentences, kinds)
    return Member(paper, sentence, 1.0) if sentence or is_of_kind(paper, kinds) else None


def _surest(index: Index, topic: str, embed: Embed) -> list[Member]:
    judged = [Member(paper, s, MEMBERSHIP.probability(of)) for of, paper, s in signals_of_papers(index, topic, embed)]
    return sorted(
        (m for m in judged if m.probability >= MEMBERSHIP.bounds["member"]), key=lambda member: -member.probability
    )


def _bringing_among(surest: Sequence[Member], kinds: frozenset[str], index: Index) -> list[Member]:
    """Return those of some papers that bring such things; data sets and benchmarks count alike where none does."""
    sentences = {paper.paper_id: of_paper for paper, of_paper in _papers(index)}
    for wanted in (kinds, kinds | _COMPARED_ON) if kinds & _COMPARED_ON else (kinds,):
        bringing = [(m, _bringing(m.paper, sentences[m.paper.paper_id], wanted)) for m in surest]
        if found := [replace(m, sentence=brings.sentence or m.sentence) for m, brings in bringing if brings]:
            return found
    return []
