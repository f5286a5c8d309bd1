"""Cut a question that describes two papers: `One work does this, another that. How large …?`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.question.asked import Question
from rag.question.clauses import as_question, first_and_second, with_name
from rag.question.part import Part
from rag.retrieval.search import FilteredSearch

_WORK = r"(?:paper|work|study|group|team|article|approach|method|abstract)"
_ONE_AND_ANOTHER = re.compile(
    rf"^(?P<before>[^.?]*?\b(?:(?:one|an?|the) (?:[\w-]+ ){{0,2}}?{_WORK}|one)) (?P<one>[^.?]{{12,}}?)"
    rf"(?:, (?:and |while |whereas |but )?|; | (?:and|while|whereas|but|plus|\+) )"
    rf"(?:(?:another|the other)\b(?: (?:one|{_WORK})\b)?|a second {_WORK}|the one) "
    r"(?P<other>[^.?]{12,}?)[.:;] (?P<asked>[^.?]+\?)$",
    re.IGNORECASE,
)
_OF_EACH = re.compile(r"\b(?:they each|each(?: of (?:them|these))?|both(?: of them)?)\b", re.IGNORECASE)


def by_description(question: Question, search: FilteredSearch) -> Iterator[Part]:
    """Yield a part for each of two papers that a question describes; none for other questions."""
    described = _ONE_AND_ANOTHER.search(question.text)
    if not described:
        return
    asked = first_and_second(described["asked"]) or (_OF_EACH.sub("it", described["asked"]),) * 2
    for description, clause in zip((described["one"], described["other"]), asked, strict=True):
        alone = f"{described['before']} {description}. {as_question(with_name(clause, 'it'))}"
        only = replace(question, text=alone)
        yield Part(only, search(alone, None), f"No answer was found for what {description.strip()}.")
