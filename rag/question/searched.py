"""Search for a question, read as it turns out to be meant: standing alone, or leaning on what was said before it."""

from collections.abc import Sequence
from dataclasses import replace

from rag.question.asked import ChatTurn, Question, as_follow_up, plain_text
from rag.retrieval.gate import STANDS_ALONE
from rag.retrieval.search import Search, SearchResult


def searched(question: Question, history: Sequence[ChatTurn], find: Search) -> tuple[Question, SearchResult]:
    """Return a question, alone or with what it leans on, and what is found for it.

    It leans on its history, or on the orders set aside from it, if an answer to it alone is not sure to be found, and
    is likelier found with them.
    """
    found = find(question.standalone)
    if found.answerable >= STANDS_ALONE or not (history or question.orders):
        return question, found
    leaning = as_follow_up(question, history) if history else replace(question, search_orders=True)
    again = find(leaning.standalone)
    return (leaning, again) if again.answerable > found.answerable else (question, found)


def turns_on_topic(history: Sequence[ChatTurn], find: Search) -> Sequence[ChatTurn]:
    """Return the last turns of a history, from the latest whose question is sure to be answered by itself."""
    for place in reversed(range(1, len(history))):
        if find(plain_text(history[place]["question"])).answerable >= STANDS_ALONE:
            return history[place:]
    return history
