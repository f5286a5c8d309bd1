"""Search for a question, read as it turns out to be meant: as a follow-up, or standing alone."""

from collections.abc import Sequence

from index_store.lexical_index import LexicalIndex
from rag.question.asked import ChatTurn, Question, as_follow_up, as_standalone
from rag.question.topic_change import search_by_name
from rag.retrieval.gate import SURELY_ANSWERABLE
from rag.retrieval.search import Search, SearchResult, answers_follow_up


def searched(
    question: Question, history: Sequence[ChatTurn], find: Search, lexical: LexicalIndex
) -> tuple[Question, SearchResult]:
    """Return a question, as a follow-up or standalone, and what is found for it.

    A question that looks like a follow-up is standalone if it names its paper. One that looks standalone is a
    follow-up if the search finds no answer without its history.
    """
    if named := search_by_name(question, find, lexical):
        return as_standalone(question), named
    found = find(question.standalone)
    if found.answerable >= SURELY_ANSWERABLE or question.questions_before or not history:
        return question, found
    follow_up = as_follow_up(question, history)
    again = find(follow_up.standalone)
    return (follow_up, again) if answers_follow_up(again, question.text) else (question, found)
