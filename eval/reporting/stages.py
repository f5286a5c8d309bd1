"""Which stage of the pipeline lost a case: the first one after which a right answer was out of reach.

The stages are those of a question's way: retrieval, evidence, gate, generation, grounding. What the case says of its
gold decides, never a model's opinion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from eval.asking.runs import Outcome
from eval.metrics.paper_metrics import is_one_of
from eval.sets.facts import has_facts
from rag.refusing.non_answers import NOTHING_SAID

Stage = Literal["retrieval", "evidence", "gate", "generation", "grounding"]
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True)
class Loss:
    """The stage that lost a case, and in one sentence how that is known."""

    stage: Stage
    reason: str


def loss_of(outcome: Outcome) -> Loss | None:
    """Return what lost a case; None when it went as it should."""
    if outcome.good:
        return None
    if outcome.metrics.get("must_not"):
        return Loss("generation", f"It says what it must not: {_either(outcome.case.must_not)}.")
    return _lost_answer(outcome) if outcome.case.answerable else _let_through(outcome)


def _lost_answer(outcome: Outcome) -> Loss:
    evidence = " ".join(sentence["text"] for sentence in outcome.trace.get("evidence", ()))
    in_evidence = bool(outcome.case.facts) and has_facts(evidence, outcome.case.facts)
    if not in_evidence and (papers := missing_papers(outcome)):
        return Loss("retrieval", f"Not among the passages: {'; '.join(papers)}.")
    if not in_evidence and (sentences := missing_sentences(outcome)):
        count = len(outcome.case.gold_sentences)
        return Loss("evidence", f"{len(sentences)} of {count} gold sentences are not among the evidence.")
    draft = outcome.trace.get("draft") or ""
    if not draft and outcome.answer["timings"]["first_token_ms"] is None:
        return Loss("gate", f"Abstained before a word was written{_probability(outcome)}.")
    return _lost_in_writing(outcome, draft)


def _lost_in_writing(outcome: Outcome, draft: str) -> Loss:
    if not draft.strip() or NOTHING_SAID.search(draft):
        return Loss("generation", f"The model wrote {'that it is not said' if draft.strip() else 'nothing'}.")
    if lacking := missing_facts(draft, outcome.case.facts):
        return Loss("generation", f"The draft lacks {'; '.join(map(_either, lacking))}.")
    if outcome.metrics["refused"]:
        return Loss("grounding", "No sentence of the draft was found to be supported.")
    lacking = missing_facts(outcome.answer["text"], outcome.case.facts)
    return Loss("grounding", f"The draft held it, the answer lacks {'; '.join(map(_either, lacking))}.")


def _let_through(outcome: Outcome) -> Loss:
    """Blame the gate where nothing is near, grounding where it saw doubt, else the model."""
    if not outcome.case.near:
        return Loss("gate", f"Nothing in the collection is near, yet it was let pass{_probability(outcome)}.")
    if any(sentence["support"] in ("partial", "unsupported") for sentence in outcome.answer["sentences"]):
        return Loss("grounding", "A sentence that is not wholly supported was kept.")
    return Loss("generation", "The near paper does not say it, and the model answered.")


def missing_papers(outcome: Outcome) -> list[str]:
    """Return the gold papers that are not among the passages."""
    passages = outcome.answer["passages"]
    return [name for name in outcome.case.gold_papers if not any(is_one_of(paper, [name]) for paper in passages)]


def missing_sentences(outcome: Outcome) -> list[str]:
    """Return the gold sentences that no evidence sentence holds or lies in."""
    evidence = [sentence["text"] for sentence in outcome.trace.get("evidence", ())]
    return [gold for gold in outcome.case.gold_sentences if not any(overlap(gold, text) for text in evidence)]


def missing_facts(text: str, groups: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the groups of aliases of which a text has none."""
    return [group for group in groups if not has_facts(text, [group])]


def overlap(gold: str, text: str) -> bool:
    """Return whether one of two sentences lies in the other."""
    return gold in text or text in gold


def _either(aliases: Sequence[str]) -> str:
    return " or ".join(f"“{alias}”" for alias in aliases)


def _probability(outcome: Outcome) -> str:
    probability = outcome.trace.get("answerable")
    return "" if probability is None else f" (probability of an answer {probability:.2f})"
