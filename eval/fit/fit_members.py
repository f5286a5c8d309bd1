"""Fit which papers deal with a topic, `rag.collection.members`: `python -m eval.fit.fit_members SCIFACT SCITLDR`.

Both are folders in the BEIR layout. The topics, `eval/sets/topics.jsonl`, are of the bundled papers and of 120 papers
of each set. A topic whose papers are taken away is one that no paper deals with; each is also put to a small collection
of some of its papers. The figures that are printed are of topics held out in turn, by folds and by collection; the
weights that are written are fitted on all.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import numpy as np
from sklearn.pipeline import Pipeline

from eval.fit.regressions import as_model, regression
from eval.published.beir import read_beir
from eval.sets.json_lines import read_json_lines
from index_store.index import Index
from rag.assistant import Assistant
from rag.collection import members
from rag.collection.members import Compared, best_list, compare, standing_out
from rag.ingest.indexing import build_index
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder
from rag.retrieval.late_interaction import WordMatch

SETS = Path(__file__).parents[1] / "sets"
COMMAND = "python -m eval.fit.fit_members SCIFACT SCITLDR"
FOLDS = 8
NONE = 0.1  # share of the topics asked for that no paper deals with, as it is assumed
FEW, MANY = 3, 60  # papers of the small collections that are made
OF_ALL = ("best meaning", "best words", "papers")
OF_PAPERS = ("meaning", "words", *OF_ALL)


@dataclass(frozen=True)
class Topic:
    """A topic of one collection, how near its papers are, and which of them (papers,) deal with it.

    It is `asked` as a question, or named. The papers on which two readers might differ are left out.
    """

    id: str
    of: str
    asked: bool
    near: Compared
    gold: np.ndarray

    @property
    def papers(self) -> np.ndarray:
        """Return the features (papers, 5) of each paper."""
        return np.array([self.near.of_papers[name] for name in OF_PAPERS]).T

    @property
    def all(self) -> np.ndarray:
        """Return the features (3,) of all papers together."""
        return np.array([self.near.of_all[name] for name in OF_ALL])

    def among(self, kept: np.ndarray) -> "Topic":
        """Return the topic in a collection of only the papers that are kept (papers,)."""
        near = Compared(self.near.rows[kept], standing_out(self.near.meaning[kept]), self.near.words[kept])
        return replace(self, near=near, gold=self.gold[kept])


@click.command()
@click.argument("scifact", type=click.Path(path_type=Path, exists=True))
@click.argument("scitldr", type=click.Path(path_type=Path, exists=True))
def main(scifact: Path, scitldr: Path) -> None:
    """Print the figures of topics held out, and write the weights fitted on all."""
    assistant = Assistant.load()
    with TemporaryDirectory() as folder:
        indexes = {"seeds": assistant.library.index}
        for of, where, split in (("scifact", scifact, "train"), ("scitldr", scitldr, "test")):
            indexes[of] = _pile(of, where, split, Path(folder) / of, assistant.library.embedder)
        topics = list(_topics(indexes, assistant.library.embedder))
    folds = np.array([zlib.crc32(topic.id.encode()) % FOLDS for topic in topics])
    collections = np.array([topic.of for topic in topics])
    for name, groups in (("folds", folds), ("collections", collections)):
        click.echo(f"held out by {name}: {_figures(topics, groups)}")
    chance = np.random.default_rng(1)
    click.echo(f"in small collections: {_figures([_small(topic, chance) for topic in topics], folds)}")
    on_topic, any_on_topic = _fitted(topics)
    beside = Path(members.__file__)
    as_model(on_topic, OF_PAPERS, COMMAND).write(beside.with_name("on_topic.json"))
    as_model(any_on_topic, OF_ALL, COMMAND).write(beside.with_name("any_on_topic.json"))


def _pile(of: str, where: Path, split: str, folder: Path, embedder: Embedder) -> Index:
    ids = set(json.loads((SETS / "topic_piles.json").read_text("utf-8"))[of])
    return build_index(folder, [p for p in read_beir(where, split).papers if p.paper_id in ids], embedder)


def _topics(indexes: Mapping[str, Index], embedder: Embedder) -> Iterator[Topic]:
    for line in read_json_lines(SETS / "topics.jsonl", "id", "of", "topic", "question", "gold", "borderline"):
        for text in dict.fromkeys((line["question"], line["topic"])):
            yield _topic(line, text != line["topic"], indexes[line["of"]], embedder.read_query(text))


def _topic(line: Mapping[str, Any], asked: bool, index: Index, text: EmbeddedText) -> Topic:
    near = compare(WordMatch(index, text))
    papers = [index.table.paper(int(row)) for row in near.rows]
    gold, unsure = ({*line[key]} for key in ("gold", "borderline"))
    on, sure = ([bool(of & {p.paper_id, p.title}) for p in papers] for of in (gold, unsure))
    return Topic(line["id"], line["of"], asked, near, np.array(on)).among(~np.array(sure))


def _with_and_without(topics: Sequence[Topic]) -> tuple[list[Topic], list[Topic]]:
    """Return the topics that some paper deals with, and those that none does: also the others without their papers."""
    some = [topic for topic in topics if topic.gold.any()]
    return some, [*(topic for topic in topics if not topic.gold.any()), *(topic.among(~topic.gold) for topic in some)]


def _small(topic: Topic, chance: np.random.Generator) -> Topic:
    """Return a topic in a small collection, which has one of its papers at least, if it has any."""
    most = int(np.exp(chance.uniform(np.log(FEW), np.log(MANY))))
    on_it = chance.permutation(np.flatnonzero(topic.gold))[:1]
    others = chance.permutation(len(topic.gold))[:most]
    return topic.among(np.isin(np.arange(len(topic.gold)), [*on_it, *others]))


def _fitted(topics: Sequence[Topic]) -> tuple[Pipeline, Pipeline]:
    """Return what tells the papers of a topic that has some, and what tells whether a topic has any."""
    chance = np.random.default_rng(0)
    topics = [*topics, *(_small(topic, chance) for topic in topics)]
    some, none = _with_and_without(topics)
    on = regression().fit(np.concatenate([t.papers for t in some]), np.concatenate([t.gold for t in some]))
    weights = np.repeat([(1 - NONE) / len(some), NONE / len(none)], [len(some), len(none)])
    any_ = regression().fit(
        np.array([t.all for t in [*some, *none]]), [True] * len(some) + [False] * len(none),
        logisticregression__sample_weight=weights / weights.mean(),
    )  # fmt: skip
    return on, any_


def _figures(topics: Sequence[Topic], groups: np.ndarray) -> str:
    f1_some: list[tuple[bool, float]] = []
    f1_none: list[float] = []
    for group in np.unique(groups):
        models = _fitted([topic for topic, of in zip(topics, groups, strict=True) if of != group])
        some, none = _with_and_without([topic for topic, of in zip(topics, groups, strict=True) if of == group])
        f1_some += [(topic.asked, _f1(topic, models)) for topic in some]
        f1_none += [_f1(topic, models) for topic in none]
    asked, named = ([f1 for is_asked, f1 in f1_some if is_asked is kind] for kind in (True, False))
    return (
        f"mean F1 of {len(asked)} questions {np.mean(asked):.3f}, of {len(named)} topics by name {np.mean(named):.3f}; "
        f"{np.mean(f1_none):.2f} of {len(f1_none)} lists that are right empty are empty"
    )


def _f1(topic: Topic, models: tuple[Pipeline, Pipeline]) -> float:
    """Return the F1 of the list for a topic; 1 for an empty one where that is right."""
    on, any_ = models
    chosen = best_list(on.predict_proba(topic.papers)[:, 1], float(any_.predict_proba([topic.all])[0, 1]))
    listed = len(chosen) + topic.gold.sum()
    return 2 * float(topic.gold[chosen].sum()) / listed if listed else 1.0


if __name__ == "__main__":
    main()
