"""Find where a conversation changes its topic: a question that names its own paper is no follow-up.

By its words `How does DyLoRA train its blocks?` looks like a follow-up (`its`); a search shows that it is none.
"""

import re
from collections.abc import Collection, Sequence

from index_store.lexical_index import LexicalIndex
from index_store.records import Name
from rag.ingest.paper_names import names_of
from rag.question.asked import REFERS_BACK, ChatTurn, Question, as_follow_up, plain_text, refers_back
from rag.retrieval.names import is_rare
from rag.retrieval.search import Search, SearchResult
from rag.text.wording import KIND, content_stems, names, spelled_names

MEASURES = frozenset("BLEU ROUGE AUROC AUC FID WER CER mIoU SOTA".split())  # spelled like systems, but metrics
_COMPARES = re.compile(
    r"\b(?:to|than|from|like|beats?|outperforms?|versus|vs|and|over|against|compar\w+ with) "
    r"(?:it|them|this|that|these|those)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w+-]+")


def turns_on_topic(history: Sequence[ChatTurn], search: Search, lexical: LexicalIndex) -> Sequence[ChatTurn]:
    """Return the last turns of a history, from the latest standalone question on."""
    for place in reversed(range(1, len(history))):
        asked = plain_text(history[place]["question"])
        question = as_follow_up(Question(asked, asked), history[:place])
        if not refers_back(asked) or search_by_name(question, search, lexical):
            return history[place:]
    return history


def search_by_name(question: Question, search: Search, lexical: LexicalIndex) -> SearchResult | None:
    """Return what is found for a question without its history; None unless it names the best paper found."""
    words = [word for word in _new_words(question) if _may_be_name(word, lexical)]
    found = search(question.text) if words else None
    return found if found and _is_name_of_best(words, found, lexical) else None


def _new_words(question: Question) -> list[str]:
    """Return the new words of a question before its first word that refers back.

    Empty if it starts with that word, or compares with what came before: `does DyLoRA need more memory than it?`.
    """
    reference = REFERS_BACK.search(question.text)
    if (
        question.questions_before is None
        or reference is None
        or not reference.start()
        or _COMPARES.search(question.text)
    ):
        return []
    known = frozenset(_WORD.findall(f"{question.questions_before} {question.answer_before}".lower()))
    words = _WORD.findall(question.text[: reference.start()])
    return [word for word in words if content_stems(word) and word.lower() not in known]


def _may_be_name(word: str, lexical: LexicalIndex) -> bool:
    """Return whether a word may name a paper: rare in the collection, or spelled like a system."""
    if word in MEASURES or KIND.fullmatch(word):
        return False
    return bool(spelled_names(word)) or is_rare(word, lexical)


def _is_name_of_best(words: Sequence[str], found: SearchResult, lexical: LexicalIndex) -> bool:
    """Return whether one of the words begins the title of the best paper, or is a rare name that this paper uses."""
    best = next((evidence.paper for evidence in found.evidence), None)
    if best is None:
        return False
    own, systems = names_of(best), names(best.text)
    return any(
        Name(word.lower(), "beginning") in own
        or (is_rare(word, lexical) and (word.lower() in systems or _coins(own, word)))
        for word in words
    )


def _coins(own: Collection[Name], word: str) -> bool:
    return not word.islower() and Name(word.lower(), "coined") in own
