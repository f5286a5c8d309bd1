"""SciFact claims (Wadden et al. 2020): sentences that an abstract supports, contradicts, or does not mention.

Published as `claims_<split>.jsonl` with `corpus.jsonl`; `claims_<split>.csv`, a row per piece of evidence, with a
`corpus.jsonl` in the BEIR layout is read too.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from eval.sets.json_lines import checked, read_json_lines
from index_store.errors import AbstractQAError
from index_store.records import Paper

Label = Literal["SUPPORT", "CONTRADICT", "NOT SAID"]


@dataclass(frozen=True)
class Claim:
    """A claim, an abstract cited by its source, and whether the abstract supports it."""

    text: str
    paper_id: str
    label: Label


@dataclass(frozen=True)
class ClaimSet:
    """Claims and the papers to check them against."""

    name: str
    papers: list[Paper]
    claims: list[Claim]


def read_claims(path: Path, split: str) -> ClaimSet:
    """Read the folder with the claims of a split and the corpus.

    A cited abstract without evidence has the label NOT SAID. Raises AbstractQAError with file, line and field.
    """
    plain, table = path / f"claims_{split}.jsonl", path / f"claims_{split}.csv"
    labels = _from_csv(table) if table.exists() and not plain.exists() else _from_json_lines(plain)
    pairs: dict[tuple[str, str], Label] = {}
    for text, paper_id, label in labels:
        if label != "NOT SAID" or (text, paper_id) not in pairs:
            pairs[text, paper_id] = label
    claims = [Claim(text, paper_id, label) for (text, paper_id), label in pairs.items()]
    papers = _papers(path / "corpus.jsonl", {claim.paper_id for claim in claims})
    return ClaimSet(f"scifact-claims-{split}", papers, claims)


def _from_json_lines(file: Path) -> Iterator[tuple[str, str, Label]]:
    for record in read_json_lines(file, "id", "claim", "evidence", "cited_doc_ids"):
        place = f"{file}, id {record['id']}"
        for paper_id, rationales in record["evidence"].items():
            for rationale in rationales:
                yield record["claim"], paper_id, _label(checked(rationale, ("label",), place)["label"], place)
        yield from ((record["claim"], str(paper_id), "NOT SAID") for paper_id in record["cited_doc_ids"])


def _from_csv(file: Path) -> Iterator[tuple[str, str, Label]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            place = f"{file}:{rows.line_num}"
            checked(row, ("claim", "evidence_doc_id", "evidence_label", "cited_doc_ids"), place)
            if row["evidence_label"]:
                yield row["claim"], row["evidence_doc_id"], _label(row["evidence_label"], place)
            yield from ((row["claim"], paper_id, "NOT SAID") for paper_id in re.findall(r"\d+", row["cited_doc_ids"]))


def _label(label: str, place: str) -> Label:
    for known in get_args(Label):
        if label == known:
            return known
    raise AbstractQAError(f"{place}: the label is {label!r}; expected SUPPORT or CONTRADICT.")


def _papers(file: Path, wanted: set[str]) -> list[Paper]:
    papers = [paper for record in read_json_lines(file) if (paper := _paper(record, file)).paper_id in wanted]
    if missing := wanted - {paper.paper_id for paper in papers}:
        raise AbstractQAError(
            f"{file} lacks {len(missing)} of the papers that the claims name, such as {min(missing)}."
        )
    return papers


def _paper(record: dict[str, Any], file: Path) -> Paper:
    if "_id" in record:
        checked(record, ("_id", "title", "text"), str(file))
        return Paper(record["_id"], record["title"], record["text"])
    checked(record, ("doc_id", "title", "abstract"), str(file))
    return Paper(str(record["doc_id"]), record["title"], " ".join(record["abstract"]))
