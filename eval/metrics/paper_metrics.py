"""Papers retrieved and cited, against the gold papers; borderline papers are left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.sets.question_set import Case


def is_one_of(paper: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Return whether a paper (with `title`, and `id` or `paper_id`) is among titles and ids."""
    return paper["title"] in names or paper.get("id", paper.get("paper_id")) in names


def list_f1(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the F1 of the cited papers against the gold ones; None for a case with fewer than two gold papers.

    The F1 of two sets (van Rijsbergen 1979), without borderline papers. A refusal has 0.
    """
    if len(case.gold_papers) < 2:
        return None
    cited = {c["paper"]["id"]: c["paper"] for c in answer["citations"] if not is_one_of(c["paper"], case.borderline)}
    hits = sum(is_one_of(paper, case.gold_papers) for paper in cited.values())
    return 2 * hits / (len(cited) + len(case.gold_papers))


def recall_at_5(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of the gold papers among the first five retrieved: R@5 as ir-measures computes it.

    None when nothing was retrieved, as for a question about the collection.
    """
    ranking = _judged_ranking(case, answer)
    return None if ranking is None else sum(ranking[:5]) / len(case.gold_papers)


def reciprocal_rank(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1 / the rank of the first gold paper retrieved, 0 if none was: RR as ir-measures computes it.

    The ranking has as many papers as the setting `passages`. None as in `recall_at_5`.
    """
    ranking = _judged_ranking(case, answer)
    return None if ranking is None else 1 / (ranking.index(True) + 1) if True in ranking else 0.0


def _judged_ranking(case: Case, answer: Mapping[str, Any]) -> list[bool] | None:
    """Return whether each retrieved paper is gold, best first, without borderline ones; None without gold."""
    if not (case.gold_papers and answer["passages"]):
        return None
    return [is_one_of(p, case.gold_papers) for p in answer["passages"] if not is_one_of(p, case.borderline)]
