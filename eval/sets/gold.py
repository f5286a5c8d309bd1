"""Check before a run that the gold of a question set is in the collection."""

from collections.abc import Iterable, Mapping, Sequence

from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper


def check_gold(cases: Iterable[Case], papers: Sequence[Paper]) -> None:
    """Raise AbstractQAError with file, line and field of the first case whose gold is not among the papers."""
    named: dict[str, list[Paper]] = {}
    for paper in papers:
        for name in {paper.paper_id, paper.title}:
            named.setdefault(name, []).append(paper)
    for case in cases:
        problem = _problem(case, named, papers)
        if problem:
            raise AbstractQAError(f"{case.place or f'case {case.id!r}'}: {problem}")


def _problem(case: Case, named: Mapping[str, Sequence[Paper]], papers: Sequence[Paper]) -> str | None:
    for key in ("gold_papers", "borderline", "near"):
        for name in getattr(case, key):
            if name not in named:
                return (
                    f"{key!r} names {name!r}, which is neither the title nor the id of any of the {len(papers):,} "
                    "papers of the index. See them: abstract-qa papers"
                )
    gold = [paper for name in (*case.gold_papers, *case.borderline) for paper in named[name]]
    for sentence in case.gold_sentences:
        if not any(sentence in text for paper in (gold or papers) for text in (paper.abstract, paper.title)):
            where = "the case's gold papers" if gold else "any paper of the index"
            return (
                f"'gold_sentences' holds a text that is in no abstract or title of {where}: {sentence!r:.100}. "
                "Copy it as it is stored: abstract-qa papers ID"
            )
    return None
