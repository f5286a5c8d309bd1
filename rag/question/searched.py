"""Search for a question without a language model: standing alone, or behind those that it leans on."""

from collections.abc import Sequence
from dataclasses import replace

from rag.question.asked import ChatTurn, Question, as_follow_up, plain_text
from rag.question.leaning import leans
from rag.retrieval.gate import STANDS_ALONE
from rag.retrieval.search import Search, SearchResult, answers_follow_up


def searched(question: Question, history: Sequence[ChatTurn], find: Search) -> tuple[Question, SearchResult]:
    """Return a question, alone or with what it leans on, and what is found for it.

    One whose answer the search is sure to find stands alone. Others are put behind their history, or the orders that
    were set aside from them, if they lean by their words, or what is found with these holds their words.
    """
    found = find(question.text)
    if found.answerable >= STANDS_ALONE or not (history or question.orders):
        return question, found
    behind = as_follow_up(question, turns_on_topic(history)) if history else replace(question, search_orders=True)
    again = find(behind.standalone)
    leaning = leans(question.text) or answers_follow_up(again, question.text)
    return (behind, again) if leaning else (question, found)


def turns_on_topic(history: Sequence[ChatTurn]) -> Sequence[ChatTurn]:
    """Return the last turns of a history, from the latest whose question leans on no other."""
    alone = (place for place in reversed(range(len(history))) if not leans(plain_text(history[place]["question"])))
    return history[next(alone, 0) :]
