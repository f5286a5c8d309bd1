"""Measure how often `split_title` finds the end of a title: `python -m eval.fit.title_rule corpus.jsonl`.

The corpus is a file of titles and abstracts (BEIR's `corpus.jsonl`); each title is joined to its abstract by
a space. The rule's weights were found on the even records, so the share on the odd ones is the one to report.
"""

import sys

from index_store.records import Paper
from rag.ingest.readers import read_papers
from rag.ingest.titles import split_title


def share_right(papers: list[Paper]) -> float:
    """Return the share of papers (0..1) whose title and abstract come apart where they were joined.

    A full stop after a title, which some collections add, would give the end away: it is taken off.
    """
    joins = [(paper.title.removesuffix("."), paper.abstract) for paper in papers]
    return sum(split_title(f"{title} {abstract}") == (title, abstract) for title, abstract in joins) / len(joins)


def main(path: str) -> None:
    """Print the share of titles found exactly, for the records of `path` that the rule has not seen."""
    papers = [paper for paper in read_papers(path) if isinstance(paper, Paper)]
    print(f"{len(papers[1::2])} odd records: {share_right(papers[1::2]):.4f}")  # noqa: T201
    print(f"{len(papers[::2])} even records: {share_right(papers[::2]):.4f}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
