"""How the choice of evidence was made: `python -m eval.tune_evidence`.

For budgets, paper weights and weights of shared words: the share of questions all of whose gold sentences are shown.
"""

from collections.abc import Sequence
from itertools import product

import click
import numpy as np

from eval.question_set import Case, own_questions
from index_store.records import RetrievedPassage
from rag import evidence
from rag.assistant import Assistant
from rag.question import understand

Retrieved = tuple[Case, str, np.ndarray, list[RetrievedPassage]]


def retrieve(assistant: Assistant, case: Case) -> Retrieved:
    """Return a case with its question, vector and passages."""
    question = understand(case.question, case.history).standalone
    vector = assistant.library.embedder.embed_query(question)
    return case, question, vector, assistant.library.search(question, vector, assistant.settings.passages)


def share_shown(assistant: Assistant, retrieved: Sequence[Retrieved], budget: int) -> float:
    """Return the share of cases all of whose gold sentences are among their evidence."""
    shown = 0
    for case, question, vector, passages in retrieved:
        chosen = evidence.choose_evidence(assistant.library.index, question, vector, passages, budget)
        texts = [e.sentence.text for e in chosen]
        shown += all(any(gold in text or text in gold for text in texts) for gold in case.gold_sentences)
    return shown / len(retrieved)


@click.command()
def main() -> None:
    """Print one row a setting: single-paper questions, then questions that need several papers."""
    assistant = Assistant.load()
    retrieved = [retrieve(assistant, case) for case in own_questions("tune") if case.gold_sentences]
    single = [r for r in retrieved if r[0].type != "multi"]
    several = [r for r in retrieved if r[0].type == "multi"]
    click.echo("tokens  paper  words  single  multi")
    for budget, paper, words in product((400, 450, 600), (1.0, 1.3, 1.6, 2.0), (0.0, 0.3, 0.5)):
        evidence.PAPER_WEIGHT, evidence.WORDS_WEIGHT = paper, words
        shares = [share_shown(assistant, part, budget) for part in (single, several)]
        click.echo(f"{budget:6}  {paper:5}  {words:5}  {shares[0]:6.3f}  {shares[1]:5.3f}")


if __name__ == "__main__":
    main()
