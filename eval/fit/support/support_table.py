"""The pairs of `eval.fit.support.support_pairs` from two folders, with their signals of the support check."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np

from eval.fit.support.support_pairs import Material, Pair, pairs_of
from eval.published.beir import RetrievalSet, read_beir
from eval.published.embedded_queries import embedded_queries
from eval.published.readers_scifact import Label, read_claims
from eval.published.retrieval_run import indexed
from index_store.index import Index
from index_store.records import Paper, Sentence
from rag.grounding.attribution import ground_sentence
from rag.grounding.match import Match
from rag.grounding.support import is_refuted
from rag.grounding.support_signals import support_signals
from rag.machine.home import home_folder
from rag.machine.progress import Progress
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence

Located = Mapping[str, Sequence[tuple[int, Sentence]]]


@dataclass(frozen=True)
class Row:
    """A pair with its signals in the order of SupportSignals, the sentences chosen for it, and whether these refute it.

    `source` is the kind of text that it is of; each counts as much in the fit as its weight says.
    """

    source: str
    pair: Pair
    signals: tuple[float, ...]
    refuted: bool
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
    labelled: dict[str, dict[str, list[str]]] = {label: {} for label in get_args(Label)}
    for claim in read_claims(folder, split).claims:
        labelled[claim.label].setdefault(claim.paper_id, []).append(claim.text)
    false = {"contradicted": labelled["CONTRADICT"], "not said": labelled["NOT SAID"]}
    return _rows(data, labelled["SUPPORT"], false, "claim", embedder, progress)


def _rows(
    data: RetrievalSet, true: Mapping[str, Sequence[str]], false: Mapping[str, Mapping[str, Sequence[str]]], kind: str,
    embedder: Embedder, progress: Progress,
) -> list[Row]:  # fmt: skip
    named = {*true, *(paper_id for texts in false.values() for paper_id in texts)}
    judged = [paper for paper in data.papers if paper.paper_id in named]
    index = indexed(replace(data, papers=judged), home_folder() / "eval" / data.name, embedder, progress)
    located = _located(judged, index)
    papers = {paper.paper_id: paper for paper in judged if located[paper.paper_id]}
    material = Material(papers, neighbours(index, located), true, false, kind)
    pairs = [pair for paper_id in papers for pair in pairs_of(paper_id, material)]
    read = embedded_queries(embedder, [pair.sentence for pair in pairs], index.folder.parent)
    return [_row(pair, sentence, material, located, index) for pair, sentence in zip(pairs, read, strict=True)]


def _located(papers: Sequence[Paper], index: Index) -> Located:
    rows = {paper.paper_id: index.table.paper_row_of(paper.paper_id) for paper in papers}
    return {paper_id: index.table.sentences(row) if row is not None else [] for paper_id, row in rows.items()}


def neighbours(index: Index, located: Located) -> dict[str, str]:
    """Return for each paper with sentences the nearest other one, by mean sentence vectors."""
    ids = [paper_id for paper_id, sentences in located.items() if sentences]
    means = [index.sentence_vectors[[row for row, _ in located[p]]].astype(np.float32).mean(axis=0) for p in ids]
    units = np.stack(means) / np.linalg.norm(means, axis=1, keepdims=True)
    cosines = units @ units.T
    np.fill_diagonal(cosines, -1)
    return {p: ids[place] for p, place in zip(ids, cosines.argmax(axis=1), strict=True)}


def _row(pair: Pair, sentence: EmbeddedText, material: Material, located: Located, index: Index) -> Row:
    evidence = [Evidence(shown, material.papers[p], 0.0) for p in pair.papers for _, shown in located[p]]
    shown = [e.sentence for e in evidence]
    match = Match.of(sentence, index.vectors_of(shown), index.words_of(shown))
    is_claim = material.true_kind == "claim" and pair.kind in ("claim", "claim of another paper", *material.false)
    return row_of("claims" if is_claim else "made", pair, "", evidence, match)


def row_of(source: str, pair: Pair, question: str, evidence: Sequence[Evidence], match: Match) -> Row:
    """Return a pair with the signals of the sentences that are chosen for it from evidence."""
    grounded = ground_sentence(pair.sentence, question, evidence, match)
    chosen = grounded.evidence
    nearness = match.at([place for place, e in enumerate(evidence) if e in chosen]).nearness
    signals = support_signals(pair.sentence, chosen, nearness, question)
    return Row(source, pair, astuple(signals), is_refuted(pair.sentence, question, chosen), chosen)
