"""Read a retrieval set in the BEIR layout: corpus.jsonl, queries.jsonl, qrels/<split>.tsv."""

import csv
from dataclasses import dataclass
from pathlib import Path

from eval.sets.json_lines import read_json_lines
from index_store.errors import AbstractQAError
from index_store.records import Paper


@dataclass(frozen=True)
class RetrievalSet:
    """Papers, queries by id, and for each query the relevance of its judged papers."""

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
    qrels = _qrels(qrels_path)
    asked = read_json_lines(folder / "queries.jsonl", "_id", "text")
    queries = {query["_id"]: query["text"] for query in asked if query["_id"] in qrels}
    if not queries:
        raise AbstractQAError(f"{qrels_path} judges no query of queries.jsonl; expected its ids in column query-id.")
    papers = [
        Paper(paper_id=document["_id"], title=document.get("title", ""), abstract=document["text"])
        for document in read_json_lines(folder / "corpus.jsonl", "_id", "text")
    ]
    return RetrievalSet(folder.absolute().name, papers, queries, qrels)


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        for row in rows:
            try:
                qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
            except (KeyError, ValueError, TypeError) as error:
                raise AbstractQAError(
                    f"{path}:{rows.line_num}: expected the columns query-id, corpus-id and score, a whole number."
                ) from error
    return qrels
