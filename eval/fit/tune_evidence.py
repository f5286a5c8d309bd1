"""How the choice of evidence was made: `python -m eval.fit.tune_evidence`.

For budgets and paper weights: the share of questions all of whose gold sentences are shown.
"""

from collections.abc import Sequence
from itertools import product

import click

from eval.sets.question_set import Case, own_questions
from index_store.records import RetrievedPassage
from rag.assistant import Assistant
from rag.models.embedder.embedded_text import EmbeddedText
from rag.question.asked import understand
from rag.retrieval import evidence

Retrieved = tuple[Case, EmbeddedText, list[RetrievedPassage]]


def retrieve(assistant: Assistant, case: Case) -> Retrieved:
    """Return a case with its question and passages."""
    question = assistant.library.embedder.read_query(understand(case.question, case.history).standalone)
    return case, question, assistant.library.search(question, assistant.settings.passages)


def share_shown(assistant: Assistant, retrieved: Sequence[Retrieved], budget: int) -> float:
    """Return the share of cases all of whose gold sentences are among their evidence."""
    shown = 0
    for case, question, passages in retrieved:
        chosen = evidence.choose_evidence(assistant.library.index, question, passages, budget)
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
    click.echo("tokens  paper  single  multi")
    for budget, paper in product((400, 450, 600, 900), (0.2, 0.4, 0.6, 0.8, 1.0, 1.3)):
        evidence.PAPER_WEIGHT = paper
        shares = [share_shown(assistant, part, budget) for part in (single, several)]
        click.echo(f"{budget:6}  {paper:5}  {shares[0]:6.3f}  {shares[1]:5.3f}")


if __name__ == "__main__":
    main()
