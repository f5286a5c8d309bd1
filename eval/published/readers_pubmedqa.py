"""PubMedQA (Jin et al. 2019): 1,000 questions, each the title of a PubMed abstract or made from one.

Published as one file, `ori_pqal.json`. The abstracts lack their conclusion, which is the reference answer. Its authors
give the model the one abstract and ask for yes, no or maybe; here all abstracts are one collection to search, and the
answer is a text. All questions are answerable, so a refusal is an error.
"""

import json
from pathlib import Path
from typing import Any

from eval.published.published import PublishedSet
from eval.sets.json_lines import checked
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper

FILE = "ori_pqal.json"


def read_pubmedqa(path: Path, split: str) -> PublishedSet:
    """Read `ori_pqal.json`, or its folder; there are no splits.

    The type of a case is its decision: yes, no or maybe. The abstracts have no titles, so the PubMed id serves as one.
    Raises AbstractQAError with file, id and field.
    """
    file = path / FILE if path.is_dir() else path
    try:
        records = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AbstractQAError(f"{file} cannot be read ({error}); expected PubMedQA's {FILE}.") from error
    keys = ("QUESTION", "CONTEXTS", "LONG_ANSWER", "final_decision")
    entries = {pubmed_id: checked(record, keys, f"{file}, {pubmed_id}") for pubmed_id, record in records.items()}
    papers = [
        Paper(pubmed_id, f"PubMed {pubmed_id}", " ".join(entry["CONTEXTS"]), published=_year(entry))
        for pubmed_id, entry in entries.items()
    ]
    cases = [
        Case(pubmed_id, entry["QUESTION"], True, type=entry["final_decision"], gold_papers=(pubmed_id,))
        for pubmed_id, entry in entries.items()
    ]
    return PublishedSet("pubmedqa", papers, cases, {key: (entry["LONG_ANSWER"],) for key, entry in entries.items()})


def _year(entry: dict[str, Any]) -> str | None:
    return str(entry["YEAR"]) if entry.get("YEAR") else None
