"""NoMIRACL (Thakur et al. 2024): questions with judged passages, of which some or none are relevant.

Published by language as `corpus.jsonl` (or .gz), `topics/<split>.relevant.tsv`, `topics/<split>.non_relevant.tsv` and
qrels of the same names. Its authors give the model the ten judged passages of a question and ask whether they hold the
answer; here the judged passages of all questions of the split are one collection to search.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from eval.published.published import PublishedSet
from eval.sets.json_lines import read_json_lines
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper

ANSWERABLE = {"relevant": True, "non_relevant": False}


def read_nomiracl(path: Path, split: str) -> PublishedSet:
    """Read the folder of one language; raises AbstractQAError with file, line and field."""
    cases = [case for subset in ANSWERABLE for case in _cases(path, split, subset)]
    judged = {name for case in cases for name in (*case.gold_papers, *case.near)}
    corpus = next((file for file in (path / "corpus.jsonl", path / "corpus.jsonl.gz") if file.exists()), None)
    if corpus is None:
        raise AbstractQAError(
            f"{path} holds no corpus.jsonl or corpus.jsonl.gz; expected NoMIRACL's folder of a language."
        )
    papers = [
        Paper(record["docid"], record["title"], record["text"])
        for record in read_json_lines(corpus, "docid", "title", "text")
        if record["docid"] in judged
    ]
    return PublishedSet(f"nomiracl-{path.absolute().name}-{split}", papers, cases)


def _cases(path: Path, split: str, subset: str) -> Iterator[Case]:
    qrels = _qrels(path / "qrels" / f"{split}.{subset}.tsv")
    for query_id, question in _rows(path / "topics" / f"{split}.{subset}.tsv", 2):
        judged = qrels.get(query_id, {})
        gold = tuple(name for name, relevance in judged.items() if relevance > 0)
        near = tuple(name for name in judged if name not in gold)
        if judged:
            yield Case(f"{subset}-{query_id}", question, ANSWERABLE[subset], gold_papers=gold, near=near)


def _qrels(file: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, (query_id, _, paper_id, relevance) in enumerate(_rows(file, 4), start=1):
        if not relevance.isdecimal():
            raise AbstractQAError(f"{file}:{number}: the relevance is {relevance!r}; expected a whole number.")
        qrels.setdefault(query_id, {})[paper_id] = int(relevance)
    return qrels


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in rows:
                if len(row) != columns:
                    raise AbstractQAError(f"{path}:{rows.line_num}: expected {columns} columns, found {len(row)}.")
                yield row
    except (OSError, UnicodeDecodeError) as error:
        raise AbstractQAError(f"{path} cannot be read ({error}); expected NoMIRACL's folder of a language.") from error
