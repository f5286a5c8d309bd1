"""The pairs of `eval.fit.support_pairs` from two folders, with their signals of the support check."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from eval.fit.support_pairs import Material, Pair, is_held_out, pairs_of
from eval.published.beir import RetrievalSet, read_beir
from eval.published.embedded_queries import embedded_queries
from eval.published.readers_scifact import read_claims
from eval.published.retrieval_run import indexed
from index_store.index import Index
from index_store.records import Sentence
from rag.grounding.attribution import choose
from rag.grounding.support_signals import support_signals
from rag.machine.home import home_folder
from rag.machine.progress import Progress
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence

EVERY = 8  # one in so many papers without a summary or claim is used, and every second one with a summary
Located = Mapping[str, Sequence[tuple[int, Sentence]]]


@dataclass(frozen=True)
class Row:
    """A pair, its signals in the order of SupportSignals, and the sentences chosen for it."""

    pair: Pair
    signals: tuple[float, ...]
    chosen: tuple[Evidence, ...]

    @property
    def cites_source(self) -> bool:
        """Return whether the source sentence of the pair was chosen."""
        return any(
            (e.paper.paper_id, e.sentence.number) == (self.pair.papers[0], self.pair.source) for e in self.chosen
        )


def summary_rows(folder: Path, split: str, embedder: Embedder, progress: Progress) -> list[Row]:
    """Return the rows of a BEIR folder whose queries are one-sentence summaries of their papers."""
    data = read_beir(folder, split)
    true: dict[str, list[str]] = {}
    for query_id, judged in data.qrels.items():
        for paper_id in judged:
            true.setdefault(paper_id, []).append(data.queries[query_id].strip())
    return _rows(data, true, {}, "summary", embedder, progress)


def claim_rows(folder: Path, split: str, embedder: Embedder, progress: Progress) -> list[Row]:
    """Return the rows of a BEIR folder that also holds SciFact's labelled claims."""
    data = read_beir(folder, split)
    labelled: dict[str, dict[str, list[str]]] = {"SUPPORT": {}, "CONTRADICT": {}, "NOT SAID": {}}
    for claim in read_claims(folder, split).claims:
        labelled[claim.label].setdefault(claim.paper_id, []).append(claim.text)
    return _rows(data, labelled["SUPPORT"], labelled["CONTRADICT"], "claim", embedder, progress)


def _rows(
    data: RetrievalSet, true: Mapping[str, Sequence[str]], false: Mapping[str, Sequence[str]], kind: str,
    embedder: Embedder, progress: Progress,
) -> list[Row]:  # fmt: skip
    index = indexed(data, home_folder() / "eval" / data.name, embedder, progress)
    located = _located(data, index)
    papers = {paper.paper_id: paper for paper in data.papers if located[paper.paper_id]}
    material = Material(papers, neighbours(index, located), true, false, kind)
    some = [
        p for n, p in enumerate(papers) if n % EVERY == 0 or p in false or (p in true and (kind == "claim" or n % 2))
    ]
    pairs = [pair for paper_id in some for pair in pairs_of(paper_id, material)]
    claims = embedded_queries(embedder, [pair.sentence for pair in pairs], index.folder.parent)
    return [_row(pair, claim.vector, material, located, index) for pair, claim in zip(pairs, claims, strict=True)]


def _located(data: RetrievalSet, index: Index) -> Located:
    rows = {paper.paper_id: index.table.paper_row_of(paper.paper_id) for paper in data.papers}
    return {paper_id: index.table.sentences(row) if row is not None else [] for paper_id, row in rows.items()}


def neighbours(index: Index, located: Located) -> dict[str, str]:
    """Return for each paper with sentences the nearest other one in the same part, by mean sentence vectors."""
    nearest: dict[str, str] = {}
    for part in (False, True):
        ids = [p for p, sentences in located.items() if sentences and is_held_out(p) == part]
        means = [index.sentence_vectors[[row for row, _ in located[p]]].astype(np.float32).mean(axis=0) for p in ids]
        units = np.stack(means) / np.linalg.norm(means, axis=1, keepdims=True)
        cosines = units @ units.T
        np.fill_diagonal(cosines, -1)
        nearest |= {p: ids[place] for p, place in zip(ids, cosines.argmax(axis=1), strict=True)}
    return nearest


def _row(pair: Pair, vector: np.ndarray, material: Material, located: Located, index: Index) -> Row:
    shown = [(row, sentence, material.papers[p]) for p in pair.papers for row, sentence in located[p]]
    cosines = index.sentence_vectors[[row for row, _, _ in shown]].astype(np.float32) @ vector
    evidence = [Evidence(sentence, paper, float(c)) for (_, sentence, paper), c in zip(shown, cosines, strict=True)]
    chosen = choose(pair.sentence, "", evidence, cosines)
    cosine = max(float(c) for e, c in zip(evidence, cosines, strict=True) if e in chosen)
    return Row(pair, astuple(support_signals(pair.sentence, chosen, cosine)), tuple(chosen))
