"""CLAPnq (Rosenthal et al. 2024): search-engine questions with one passage each, which answers half of them.

Published as `clapnq_<split>_answerable.jsonl` and `clapnq_<split>_unanswerable.jsonl`. Its authors give the model that
passage, or search all of Wikipedia; here the passages of the split are one collection to search.
"""

from pathlib import Path
from typing import Any

from eval.published.published import PublishedSet
from eval.sets.json_lines import checked, read_json_lines
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper


def read_clapnq(path: Path, split: str) -> PublishedSet:
    """Read the folder with both files of a split; raises AbstractQAError with file, line and field.

    The id of a passage is that of its first question. Gold sentences are those that any annotator used.
    """
    papers: dict[tuple[str, str], Paper] = {}
    cases, references = [], {}
    for kind in ("answerable", "unanswerable"):
        file = path / f"clapnq_{split}_{kind}.jsonl"
        for record in read_json_lines(file, "id", "input", "passages", "output"):
            place = f"{file}, id {record['id']}"
            found = [_paper(papers, record["id"], checked(p, ("title", "text"), place)) for p in record["passages"]]
            outputs = [checked(output, ("answer", "selected_sentences"), place) for output in record["output"]]
            cases.append(_case(record, kind == "answerable", found, outputs))
            if answers := tuple(output["answer"] for output in outputs if output["answer"]):
                references[record["id"]] = answers
    if not cases:
        raise AbstractQAError(f"{path} holds no question of the split {split!r}.")
    return PublishedSet(f"clapnq-{split}", list(papers.values()), cases, references)


def _paper(papers: dict[tuple[str, str], Paper], question_id: str, passage: dict[str, Any]) -> Paper:
    title, text = passage["title"], passage["text"]
    return papers.setdefault((title, text), Paper(question_id, title, text))


def _case(record: dict[str, Any], answerable: bool, papers: list[Paper], outputs: list[dict[str, Any]]) -> Case:
    names = tuple(paper.paper_id for paper in papers)
    used = [sentence.strip() for output in outputs for sentence in output["selected_sentences"]]
    return Case(
        record["id"],
        record["input"],
        answerable,
        gold_papers=names if answerable else (),
        near=() if answerable else names,
        gold_sentences=tuple(dict.fromkeys(s for s in used if s and any(s in paper.abstract for paper in papers))),
    )
