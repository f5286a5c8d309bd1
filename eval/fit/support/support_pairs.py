"""Sentences with known support and the abstracts they are checked against: training data of the support check.

True: reworded sentences of an abstract, one-sentence summaries, claims labelled SUPPORT. False: the same with one
change, claims labelled CONTRADICT, sentences and summaries of the nearest other abstract, and halves of two papers
joined. Every sentence is checked against two abstracts, because a prompt holds several papers.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eval.fit.support.corruption import CHANGES, names_in
from eval.fit.support.rewording import MIN_WORDS, cut_clause, reworded
from index_store.records import Paper, Sentence
from rag.text.sentences import sentences_of

EMPTY_SHARE = 0.3  # of papers with an empty phrase
EMPTY = (
    "The answer to this question is:",
    "The paper discusses the limitations of large systems.",
    "Extracting the answer from the text.",
    "Both papers are about this topic.",
    "The answer is given in the abstract.",
    "This is an important problem in the field.",
    "The study provides valuable insights.",
    "Yes, that is correct.",
    "The following are the results:",
    "More research is needed to answer this question.",
    "The paper proposes a new method.",
    "It is a powerful tool for many applications.",
    "The two approaches are different.",
    "They differ in several ways:",
    "This helps to improve the performance.",
)
HALVES = "halves of two papers"


@dataclass(frozen=True)
class Pair:
    """A sentence, whether the abstracts of `papers` support it, and how it was made.

    `source` is the number of its source sentence in `papers[0]`, None without a single one. All pairs of one `home` are
    in a fit, or none.
    """

    sentence: str
    supported: bool
    kind: str
    papers: tuple[str, ...]
    home: str
    source: int | None = None


@dataclass(frozen=True)
class Material:
    """Papers by id, their nearest other paper, and further true sentences of each, and by kind false ones."""

    papers: Mapping[str, Paper]
    neighbours: Mapping[str, str]
    true: Mapping[str, Sequence[str]] = field(default_factory=dict)
    false: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    true_kind: str = "summary"


def pairs_of(paper_id: str, material: Material) -> Iterator[Pair]:
    """Yield the pairs of one paper, the same at every call; none for a paper without a sentence of MIN_WORDS."""
    chance = random.Random(paper_id)
    neighbour = material.neighbours[paper_id]
    sentences = _long_sentences(material.papers[paper_id])
    if not sentences:
        return
    pool = names_in(f"{material.papers[paper_id].abstract} {material.papers[neighbour].abstract}")
    yield from _from_sentences(sentences, (paper_id, neighbour), pool, chance)
    further = material.neighbours[neighbour]
    others = (neighbour, further) if further != paper_id else (neighbour,)
    yield from _from_texts(paper_id, others, material, pool, chance)
    yield Pair(reworded(chance.choice(sentences).text, chance), False, "sentence of another paper", others, paper_id)
    foreign = _long_sentences(material.papers[neighbour])
    if foreign:
        mine = chance.choice(sentences)
        text = _joined(mine.text, chance.choice(foreign).text, chance)
        yield Pair(text, False, HALVES, (paper_id,), paper_id, mine.number)
    if chance.random() < EMPTY_SHARE:
        yield Pair(chance.choice(EMPTY), False, "says nothing", (paper_id, neighbour), paper_id)


def _long_sentences(paper: Paper) -> list[Sentence]:
    return [sentence for sentence in sentences_of(paper) if len(sentence.text.split()) >= MIN_WORDS]


def _from_sentences(
    sentences: Sequence[Sentence], papers: tuple[str, ...], pool: Sequence[str], chance: random.Random
) -> Iterator[Pair]:
    """Yield up to two reworded sentences of `papers[0]`, and one false sentence per kind of change."""
    for sentence in chance.sample(sentences, min(2, len(sentences))):
        yield Pair(reworded(sentence.text, chance), True, "reworded", papers, papers[0], sentence.number)
    for name, change in CHANGES.items():
        for sentence in chance.sample(sentences, len(sentences)):
            base = reworded(sentence.text, chance)
            if (changed := change(base, chance, pool)) and changed != base:
                yield Pair(changed, False, name, papers, papers[0], sentence.number)
                break


def _from_texts(
    paper_id: str, others: tuple[str, ...], material: Material, pool: Sequence[str], chance: random.Random
) -> Iterator[Pair]:
    """Yield summaries or claims on a paper: unchanged, with one change, and half of them against other papers."""
    own, kind = (paper_id, material.neighbours[paper_id]), material.true_kind
    for text in material.true.get(paper_id, ()):
        yield Pair(text, True, kind, own, paper_id)
        change = chance.choice(list(CHANGES))
        if changed := CHANGES[change](text, chance, pool):
            yield Pair(changed, False, f"{change} in a {kind}", own, paper_id)
        if chance.random() < 0.5:
            yield Pair(text, False, f"{kind} of another paper", others, paper_id)
    for label, texts in material.false.items():
        for text in texts.get(paper_id, ()):
            yield Pair(text, False, label, own, paper_id)


def _joined(one: str, other: str, chance: random.Random) -> str:
    joint = chance.choice([" and ", ", and ", ", which means that "])
    last = cut_clause(other, chance)
    return cut_clause(one, chance).rstrip(".") + joint + last[:1].lower() + last[1:]
