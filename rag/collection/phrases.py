"""The parts of a sentence that say which papers were judged, what they have in common, and how that was decided."""

from rag.collection.collection_question import CollectionQuestion
from rag.collection.metadata import Condition
from rag.collection.selection import Selection


def headline(asked: CollectionQuestion, found: Selection) -> str:
    """Return how many papers were selected among how many, and by what; a sentence without its end."""
    number = len(found.chosen)
    said = [_fit(asked, number)] if asked.topic or asked.not_topic else []
    said += [c.said_of(number) for c in asked.conditions if c.operator != "known" or c.field not in found.needed]
    said += [condition.said_of(number) for condition in asked.names]
    if said:
        return f"{number or 'None'} of the {_judged(found)} {' and '.join(said)}{judged_how(asked)}"
    if found.needed:
        return f"{number} of the {found.total} papers {_carry(found)}"
    return f"The collection holds {found.total} papers"


def described(asked: CollectionQuestion, found: Selection) -> str:
    """Return how many papers were selected and what they have in common."""
    number = len(found.chosen)
    carry = [Condition(field, "known") for field in found.needed]
    said = [c.said_of(number) for c in dict.fromkeys([*carry, *asked.conditions])]
    said += [condition.said_of(number) for condition in asked.names]
    said += [_fit(asked, number)] if asked.topic or asked.not_topic else []
    return f"{number} paper{'' if number == 1 else 's'} that {' and '.join(said)}{_left_out(found)}"


def judged_how(asked: CollectionQuestion) -> str:
    """Return how papers were found to fit a topic, empty where it is plain."""
    judged = asked.topic and not asked.exact
    return ", judged by the words and the meaning of every title and abstract" if judged else ""


def _fit(asked: CollectionQuestion, number: int) -> str:
    one = number < 2
    if asked.exact:
        return f"{'has' if one else 'have'} “{asked.topic}” in the title or abstract"
    if not asked.topic:
        return f"{'does' if one else 'do'} not fit “{asked.not_topic}”"
    but = f", but not “{asked.not_topic}”" if asked.not_topic else ""
    return f"{'fits' if one else 'fit'} “{asked.topic}”{but}"


def _judged(found: Selection) -> str:
    return f"{found.judged} papers" + (f" that {_carry(found)}{_left_out(found)}" if found.needed else "")


def _carry(found: Selection) -> str:
    return " and ".join(Condition(field, "known").said_of(2) for field in found.needed)


def _left_out(found: Selection) -> str:
    missing = found.total - found.judged
    return f" ({missing} of {found.total} do not)" if missing else ""
