"""Which stage of the pipeline lost a case: the first one after which a correct answer was no longer possible.

The stages are, in order: retrieval, evidence, gate, generation, grounding. The gold of the case decides, not a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from eval.asking.runs import Outcome
from eval.metrics.paper_metrics import is_one_of
from eval.sets.facts import has_facts

Stage = Literal["retrieval", "evidence", "gate", "generation", "grounding"]
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True)
class Loss:
    """The stage that lost a case, and the reason in one sentence."""

    stage: Stage
    reason: str


def loss_of(outcome: Outcome) -> Loss | None:
    """Return the stage that lost a case; None when the outcome is correct."""
    if outcome.correct:
        return None
    if outcome.metrics.get("must_not"):
        return Loss("generation", f"The answer says forbidden words: {_either(outcome.case.must_not)}.")
    return _lost_answer(outcome) if outcome.case.answerable else _let_through(outcome)


def _lost_answer(outcome: Outcome) -> Loss:
    evidence = " ".join(sentence["text"] for sentence in outcome.trace.get("evidence", ()))
    in_evidence = bool(outcome.case.facts) and has_facts(evidence, outcome.case.facts)
    if not in_evidence and (papers := missing_papers(outcome)):
        return Loss("retrieval", f"Not among the passages: {'; '.join(papers)}.")
    if not in_evidence and (sentences := missing_sentences(outcome)):
        count = len(outcome.case.gold_sentences)
        return Loss("evidence", f"{len(sentences)} of {count} gold sentences are not in the evidence.")
    draft = outcome.trace.get("draft") or ""
    if not draft and outcome.answer["timings"]["first_token_ms"] is None:
        return Loss("gate", f"Refused before a word was written{_probability(outcome)}.")
    return _lost_in_writing(outcome, draft)


def _lost_in_writing(outcome: Outcome, draft: str) -> Loss:
    if not draft.strip():
        return Loss("generation", "The model wrote nothing.")
    if lacking := missing_facts(draft, outcome.case.facts):
        return Loss("generation", f"The draft lacks {'; '.join(map(_either, lacking))}.")
    if outcome.metrics["refused"]:
        return Loss("grounding", "No sentence of the draft was supported.")
    lacking = missing_facts(outcome.answer["text"], outcome.case.facts)
    return Loss("grounding", f"The draft had the facts, the answer lacks {'; '.join(map(_either, lacking))}.")


def _let_through(outcome: Outcome) -> Loss:
    """Return the gate where no paper is near, grounding where a sentence was not fully supported, else generation."""
    if not outcome.case.near:
        return Loss("gate", f"No paper is near, but the gate let the question pass{_probability(outcome)}.")
    if any(sentence["support"] in ("partial", "unsupported") for sentence in outcome.answer["sentences"]):
        return Loss("grounding", "A sentence that is not fully supported was kept.")
    return Loss("generation", "The near paper does not say it, but the model answered.")


def missing_papers(outcome: Outcome) -> list[str]:
    """Return the gold papers that are missing in the passages."""
    passages = outcome.answer["passages"]
    return [name for name in outcome.case.gold_papers if not any(is_one_of(paper, [name]) for paper in passages)]


def missing_sentences(outcome: Outcome) -> list[str]:
    """Return the gold sentences that overlap with no evidence sentence."""
    evidence = [sentence["text"] for sentence in outcome.trace.get("evidence", ())]
    return [gold for gold in outcome.case.gold_sentences if not any(overlap(gold, text) for text in evidence)]


def missing_facts(text: str, groups: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the groups of aliases that have no alias in a text."""
    return [group for group in groups if not has_facts(text, [group])]


def overlap(gold: str, text: str) -> bool:
    """Return whether one of two sentences contains the other."""
    return gold in text or text in gold


def _either(aliases: Sequence[str]) -> str:
    return " or ".join(f"“{alias}”" for alias in aliases)


def _probability(outcome: Outcome) -> str:
    probability = outcome.trace.get("answerable")
    return "" if probability is None else f" (probability of an answer {probability:.2f})"
