"""Read a retrieval set in the BEIR layout: corpus.jsonl, queries.jsonl, qrels/<split>.tsv."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from index_store.errors import AbstractQAError
from index_store.records import Paper


@dataclass(frozen=True)
class RetrievalSet:
    """Papers, the text of each query, and for each query the relevance of each judged paper."""

    name: str
    papers: list[Paper]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


def read_beir(folder: Path, split: str) -> RetrievalSet:
    """Read a BEIR folder; only queries with a judgement in `split` are kept."""
    qrels_path = folder / "qrels" / f"{split}.tsv"
    for path in (folder / "corpus.jsonl", folder / "queries.jsonl", qrels_path):
        if not path.is_file():
            raise AbstractQAError(
                f"{path} is missing; a BEIR folder holds corpus.jsonl, queries.jsonl and qrels/<split>.tsv."
            )
    qrels: dict[str, dict[str, int]] = {}
    with qrels_path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    queries = {q["_id"]: q["text"] for q in _json_lines(folder / "queries.jsonl") if q["_id"] in qrels}
    papers = [
        Paper(paper_id=d["_id"], title=d.get("title", ""), abstract=d["text"])
        for d in _json_lines(folder / "corpus.jsonl")
    ]
    return RetrievalSet(folder.name, papers, queries, qrels)


def _json_lines(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
