"""How many content words tell that a question stands alone, whatever its pronouns: `python -m eval.fit.tune_follow_up`.

Every follow-up of the project's questions is asked after its history, every other question on papers after one on other
papers: how many of either are read as leaning on what was asked before.
"""

import random
from importlib.resources import files

import click

from eval.sets.question_set import Case, read_questions
from rag.assistant import Assistant
from rag.question import asked as reading
from rag.question.asked import Exchange, understand

SETS = "tune report second third fourth fifth sixth seventh eighth ninth tenth eleventh".split()
ON_PAPERS = ("factoid", "numeric", "method", "paraphrase", "multi")
Asked = tuple[str, tuple[Exchange, ...]]


def asked() -> tuple[list[Asked], list[Asked]]:
    """Return the follow-ups, each with its history, and the other questions, each after one on other papers."""
    cases = [case for name in SETS for case in read_questions(files("eval.sets").joinpath(f"questions_{name}.jsonl"))]  # type: ignore[arg-type]
    alone = [case for case in cases if not case.history and case.type in ON_PAPERS]
    draw = random.Random(0)
    follow_ups: list[Asked] = [(case.question, tuple(case.history)) for case in cases if case.history]
    return follow_ups, [(case.question, (_other(case, alone, draw),)) for case in alone]


def _other(case: Case, cases: list[Case], draw: random.Random) -> Exchange:
    others = [other for other in cases if not set(other.gold_papers) & set(case.gold_papers)]
    return {"question": draw.choice(others).question, "answer": ""}


def leaning(questions: list[Asked]) -> int:
    """Return how many questions are read as leaning on their history, by their words alone."""
    return sum(understand(question, history).before is not None for question, history in questions)


@click.command()
def main() -> None:
    """Print how many questions lean by their words for each bound, and in the end, by what is found for them too."""
    follow_ups, others = asked()
    click.echo(f"{'leaning, of':>16}  {len(follow_ups):5} follow-ups  {len(others):5} others")
    chosen = reading.TELLS_ITSELF
    for bound in (6, 7, 8, 9, 10, 11, 12, 1000):
        reading.TELLS_ITSELF = bound
        click.echo(f"{bound:10} words  {leaning(follow_ups):5}  {leaning(others):17}")
    reading.TELLS_ITSELF = chosen
    assistant = Assistant.load()
    ended = [
        sum(
            assistant.ask(question, history, extractive=True).standalone_question != question
            for question, history in kind
        )
        for kind in (follow_ups, others)
    ]
    click.echo(f"{chosen:6} and names  {ended[0]:5}  {ended[1]:17}")


if __name__ == "__main__":
    main()
