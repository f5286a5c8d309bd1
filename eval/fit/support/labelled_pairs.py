"""Rows of sentences that people judged: drafts of the default model (read_sentences.jsonl), WiCE and ExpertQA.

A line of the first names the bundled sentences that were in the prompt, a line of the second holds its evidence:
`{"id", "claim", "evidence": [texts], "label": "supported" | "partial" | "unsupported", "source"}`.
"""

from pathlib import Path

import numpy as np

from eval.fit.support.support_pairs import Pair
from eval.fit.support.support_table import Row, row_of
from eval.published.embedded_queries import embedded_queries
from eval.sets.json_lines import read_json_lines
from index_store.records import Paper
from rag.grounding.match import Match
from rag.machine.home import home_folder
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.text.markers import without_markers
from rag.text.sentences import sentences_of

READ = Path(__file__).with_name("read_sentences.jsonl")
MOST = 25  # sentences of evidence; a prompt holds no more


def read_rows(library: Library) -> list[Row]:
    """Return the rows of the drafts that were read."""
    lines = list(read_json_lines(READ, "question", "sentence", "label", "evidence"))
    of_paper = {paper.paper_id: (paper, sentences_of(paper)) for paper in library.papers()}
    rows = []
    for line, sentence in zip(lines, library.embedder.read_passages([x["sentence"] for x in lines]), strict=True):
        evidence = [Evidence(of_paper[p][1][number], of_paper[p][0], 0.0) for p, number in line["evidence"]]
        shown = [e.sentence for e in evidence]
        match = Match.of(sentence, library.index.vectors_of(shown), library.index.words_of(shown))
        pair = Pair(sentence.text, line["label"] == "supported", line["label"], (), evidence[0].paper.paper_id)
        rows.append(row_of("read", pair, line["question"], evidence, match))
    return rows


def human_rows(file: Path, library: Library) -> list[Row]:
    """Return the rows of a file of claims with the evidence they came with; its vectors are kept for the next run."""
    lines = list(read_json_lines(file, "id", "claim", "evidence", "label", "source"))
    papers = [Paper(line["id"], "", " ".join(line["evidence"])) for line in lines]
    shown = [sentences_of(paper) for paper in papers]
    kept = [place for place, sentences in enumerate(shown) if 0 < len(sentences) <= MOST]
    texts = list(dict.fromkeys(s.text for place in kept for s in shown[place]))
    claims = [without_markers(lines[place]["claim"]) for place in kept]
    folder = home_folder() / "eval"
    embedded = dict(zip(texts, embedded_queries(library.embedder, texts, folder), strict=True))
    rows = []
    for place, claim in zip(kept, embedded_queries(library.embedder, claims, folder), strict=True):
        read = [embedded[sentence.text] for sentence in shown[place]]
        match = Match.of(claim, np.array([r.vector for r in read]), [r.words for r in read])
        evidence = [Evidence(sentence, papers[place], 0.0) for sentence in shown[place]]
        label = lines[place]["label"]
        pair = Pair(claim.text, label == "supported", label, (), lines[place]["id"])
        rows.append(row_of(lines[place]["source"].split("-")[0], pair, "", evidence, match))
    return rows
