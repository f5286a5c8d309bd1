"""Citation precision and recall of ALCE, by paper and by sentence.

ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations") asks an entailment model
whether a citation supports a statement. Here the gold of the case decides instead: a citation counts as supporting when
it is a gold one. So a statement supported by another sentence counts as unsupported, and a wrong statement with a gold
citation as supported. Statements are the sentences of the answer. Citations of borderline papers are left out, and so
is a sentence that cites nothing else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from eval.metrics.paper_metrics import is_one_of
from eval.sets.question_set import Case

Citation = Mapping[str, Any]


def paper_precision(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of citations that are of a gold paper, each counted in every sentence that has it.

    ALCE's citation precision. None without gold papers or citations.
    """
    return _precision(case, answer, lambda c: is_one_of(c["paper"], case.gold_papers)) if case.gold_papers else None


def paper_recall(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of the answer's sentences that cite a gold paper.

    ALCE's citation recall. None without gold papers or sentences.
    """
    return _recall(case, answer, lambda c: is_one_of(c["paper"], case.gold_papers)) if case.gold_papers else None


def sentence_precision(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of citations whose quote overlaps a gold sentence; otherwise as `paper_precision`."""
    return _precision(case, answer, lambda c: _is_gold_quote(case, c)) if case.gold_sentences else None


def sentence_recall(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of the answer's sentences that cite a gold sentence; otherwise as `paper_recall`."""
    return _recall(case, answer, lambda c: _is_gold_quote(case, c)) if case.gold_sentences else None


def _is_gold_quote(case: Case, citation: Citation) -> bool:
    return any(gold in citation["quote"] or citation["quote"] in gold for gold in case.gold_sentences)


def _precision(case: Case, answer: Mapping[str, Any], is_gold: Callable[[Citation], bool]) -> float | None:
    judged = [citation for cited in _judged_statements(case, answer) for citation in cited]
    return sum(map(is_gold, judged)) / len(judged) if judged else None


def _recall(case: Case, answer: Mapping[str, Any], is_gold: Callable[[Citation], bool]) -> float | None:
    judged = _judged_statements(case, answer)
    return sum(any(map(is_gold, cited)) for cited in judged) / len(judged) if judged else None


def _judged_statements(case: Case, answer: Mapping[str, Any]) -> list[list[Citation]]:
    """Return the citations of each sentence without borderline papers; empty for a sentence without citations."""
    citations = {citation["number"]: citation for citation in answer["citations"]}
    statements = [[citations[number] for number in sentence["citations"]] for sentence in answer["sentences"]]
    judged = [[c for c in cited if not is_one_of(c["paper"], case.borderline)] for cited in statements]
    return [kept for cited, kept in zip(statements, judged, strict=True) if kept or not cited]
