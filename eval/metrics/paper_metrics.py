"""Which papers an answer found and names, against the gold ones; borderline papers count neither way."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.sets.question_set import Case


def is_one_of(paper: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Return whether a paper, as `id` or `paper_id` and `title`, is named among titles and ids."""
    return paper["title"] in names or paper.get("id", paper.get("paper_id")) in names


def list_f1(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the F1 of the papers that an answer cites against the gold ones, for a case that has several.

    The usual F1 of two sets (van Rijsbergen 1979), over what is left when borderline papers are taken out of the
    answer. A refusal has 0.
    """
    if len(case.gold_papers) < 2:
        return None
    cited = {c["paper"]["id"]: c["paper"] for c in answer["citations"] if not is_one_of(c["paper"], case.borderline)}
    hits = sum(is_one_of(paper, case.gold_papers) for paper in cited.values())
    return 2 * hits / (len(cited) + len(case.gold_papers))


def recall_at_5(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of the gold papers among the first five retrieved: R@5 as ir-measures computes it.

    None for a question that nothing was retrieved for, such as one that is answered from the list of all papers.
    """
    ranking = _judged_ranking(case, answer)
    return None if ranking is None else sum(ranking[:5]) / len(case.gold_papers)


def reciprocal_rank(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1 / the rank of the first gold paper retrieved, 0 if none was: RR as ir-measures computes it.

    Over as many papers as the setting `passages` takes. None as in `recall_at_5`.
    """
    ranking = _judged_ranking(case, answer)
    return None if ranking is None else 1 / (ranking.index(True) + 1) if True in ranking else 0.0


def _judged_ranking(case: Case, answer: Mapping[str, Any]) -> list[bool] | None:
    """Return whether each retrieved paper is gold, best first, borderline ones taken out; None if there is no gold."""
    if not (case.gold_papers and answer["passages"]):
        return None
    return [is_one_of(p, case.gold_papers) for p in answer["passages"] if not is_one_of(p, case.borderline)]
