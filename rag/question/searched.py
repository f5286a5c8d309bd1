"""Search for a question without a language model: standing alone, or behind those that it leans on."""

from collections.abc import Sequence
from dataclasses import replace

from rag.question.asked import ChatTurn, Question, as_follow_up, plain_text
from rag.question.leaning import leans
from rag.retrieval.gate import STANDS_ALONE
from rag.retrieval.search import Search, SearchResult


def searched(question: Question, history: Sequence[ChatTurn], find: Search) -> tuple[Question, SearchResult]:
    """Return a question, alone or with what it leans on, and what is found for it.

    One that leans by its words is put behind its history, or the orders that were set aside from it, unless the search
    is sure to find an answer to it alone.
    """
    found = find(question.text)
    if found.answerable >= STANDS_ALONE or not leans(question.text) or not (history or question.orders):
        return question, found
    behind = as_follow_up(question, turns_on_topic(history)) if history else replace(question, search_orders=True)
    return behind, find(behind.standalone)


def turns_on_topic(history: Sequence[ChatTurn]) -> Sequence[ChatTurn]:
    """Return the last turns of a history, from the latest whose question leans on no other."""
    alone = (place for place in reversed(range(len(history))) if not leans(plain_text(history[place]["question"])))
    return history[next(alone, 0) :]
