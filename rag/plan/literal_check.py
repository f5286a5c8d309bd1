"""What a model made of a question is held against its words: a name, number or topic that is not there is dropped."""

import re
from dataclasses import replace

from dateutil.parser import parserinfo

from rag.plan.plan import Plan, Want, Where
from rag.text.number_words import NUMBER_WORDS
from rag.text.wording import content_stems, names, numbers


def checked(plan: Plan, asked: str) -> Plan:
    """Return a plan without what is not in the words it was read from; one that says nothing is of the contents.

    So is a list of which nothing is left. A word to be mentioned beside a topic is part of the topic: a small model
    tears long topics apart.
    """
    if plan.about == "several":
        questions = tuple(dict.fromkeys(q for q in plan.questions if _literals(q) <= _literals(asked)))
        return replace(plan, questions=questions) if len(questions) > 1 else Plan()
    if plan.about == "records":
        papers = tuple(dict.fromkeys(spelled for paper in plan.papers if (spelled := _spelled(paper, asked))))
        fields = tuple(dict.fromkeys(plan.fields))
        return replace(plan, papers=papers, fields=fields) if papers else Plan()
    return _checked_collection(plan, asked) if plan.about == "collection" else plan


def standing_alone(written: str, asked: str, said_before: str) -> str:
    """Return a question made to stand alone; empty if it takes no word from before, lacks one, or has a strange one."""
    known = content_stems(f"{asked} {said_before}")
    fits = _literals(written) <= _literals(f"{asked} {said_before}")
    taken = content_stems(asked) < content_stems(written) <= known
    return written if fits and taken else ""


def stands_in(name: str, text: str) -> bool:
    """Return whether all content words of a name, one at least, are in a text."""
    stems = content_stems(name)
    return bool(stems) and stems <= content_stems(text)


def _checked_collection(plan: Plan, asked: str) -> Plan:
    topic, but, mentions = (_topic(text, asked) for text in (plan.topic, plan.not_topic, plan.mentions))
    where = tuple(dict.fromkeys(one for one in plan.where if _fits(one, asked)))
    checked = replace(
        plan,
        want=_able(plan),
        topic=f"{topic} {mentions}" if topic and mentions else topic,
        not_topic=but,
        mentions="" if topic else mentions,
        where=where,
        limit=plan.limit if plan.limit in _numbers(asked) else None,
    )
    nothing = checked == Plan("collection", want=checked.want, of=checked.of, order=checked.order)
    return Plan() if nothing and checked.want == "list" and plan != checked else checked


def _able(plan: Plan) -> Want:
    """Return what a plan wants, or the nearest thing to it where it lacks an order, or what to count."""
    if plan.want == "first" and not plan.order:
        return "list"
    return "count" if plan.want in ("total", "average") and not plan.of else plan.want


def _topic(text: str, asked: str) -> str:
    """Return a topic as the question spells it; empty unless all of its content words are there."""
    return (_spelled(text, asked) or text.strip()) if stands_in(text, asked) else ""


def _fits(where: Where, asked: str) -> bool:
    """Return whether what a condition compares with stands in the question; what is unknown has nothing to compare."""
    if where.is_ == "unknown":
        return True
    if where.field == "date":
        year, *rest = where.value.split("-")
        return year in _words(asked) and all(_says_month(asked, month) for month in rest[:1])
    if where.field in ("author_count", "upvotes"):
        return where.value.isdecimal() and int(where.value) in _numbers(asked)
    return bool(_spelled(where.value, asked))


def _says_month(asked: str, month: str) -> bool:
    """Return whether a month, two digits, is named or numbered in a question."""
    named = {parserinfo().month(word) for word in _words(asked)} | _numbers(asked)
    return month.isdecimal() and 1 <= int(month) <= 12 and int(month) in named


def _numbers(asked: str) -> set[int]:
    """Return the numbers in a question, in digits or words; one is there always: `single`, `alone`, `the newest`."""
    words = _words(asked)
    digits = {int(word) for word in words if word.isdecimal()}
    return digits | {NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS} | {1}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


def _literals(text: str) -> frozenset[str]:
    return names(text) | numbers(text)


def _spelled(text: str, asked: str) -> str:
    """Return a text as the question spells it; empty if it does not stand there word after word."""
    words = map(re.escape, re.findall(r"[^\W_]+", text))
    found = re.search(r"\W+".join(words), asked, re.IGNORECASE) if text.strip() else None
    return found[0] if found else ""
