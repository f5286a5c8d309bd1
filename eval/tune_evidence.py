"""How the choice of evidence was made: `python -m eval.tune_evidence`.

For budgets and paper weights, the share of questions whose gold sentences are all among the evidence.
"""

import click

from eval.question_set import Case, own_questions
from rag import evidence
from rag.assistant import Assistant
from rag.question import understand


def holds_gold(assistant: Assistant, case: Case, budget: int) -> bool:
    """Return whether every gold sentence of a case is in its evidence."""
    question = understand(case.question, case.history).standalone
    vector = assistant.library.embedder.embed_query(question)
    passages = assistant.library.search(question, vector, assistant.settings.passages)
    shown = [e.sentence.text for e in evidence.choose_evidence(assistant.library.index, vector, passages, budget)]
    return all(any(gold in text or text in gold for text in shown) for gold in case.gold_sentences)


@click.command()
def main() -> None:
    """Print one row a budget and weight: single-paper questions, then questions that need several papers."""
    assistant = Assistant.load()
    cases = [case for case in own_questions("tune") if case.gold_sentences]
    several = [case for case in cases if case.type == "multi"]
    single = [case for case in cases if case.type != "multi"]
    click.echo("tokens  weight  single  multi")
    for budget in (300, 400, 450, 500, 600):
        for weight in (0.3, 0.5, 0.8, 1.0, 1.5):
            evidence.PAPER_WEIGHT = weight
            shares = [sum(holds_gold(assistant, c, budget) for c in part) / len(part) for part in (single, several)]
            click.echo(f"{budget:6}  {weight:6}  {shares[0]:6.3f}  {shares[1]:5.3f}")


if __name__ == "__main__":
    main()
