"""What a question is about, once the words that hold it together are taken away: a topic, a term, one paper's name."""

import re

from rag.collection.reader.slots.nouns import COLLECTION, WHERE
from rag.collection.topics.topic_words import is_nameless, topic_words
from rag.text.wording import spelled_names

_MENTION = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|nam(?:e|es|ing)|refer(?:s|ring)? to|contain(?:s|ing)?"
    r"|speak(?:s|ing)? of|use the (?:word|term|phrase))\s+"
    r"(?:the )?(?:word |term |phrase |name |string |acronym )*(?:of )?",
    re.IGNORECASE,
)
_IN_TITLE = re.compile(
    r"\b(?:have |has |with |whose )?(?P<a>.*?)\b(?:in|of) (?:the|their|its) titles?\b"
    r"|\bwhose titles? (?:contains?|includes?|mentions?|has|says?|starts? with)\b|\btitled\b"
    r"|\bwith titles? (?:containing|including)\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:the )?(?:words?|terms?|phrases?|names?|strings?|acronyms?)\s+(?=\S)", re.IGNORECASE)
_USES = re.compile(
    r"^(?:use|uses|using|used|employ|employs|apply|applies|build(?:s|ing)? on|based on|built on|rel(?:y|ies|ying) on"
    r"|fine-?tun(?:e|es|ing)|evaluat(?:e|es|ed|ing)(?: on| with)?|test(?:s|ed|ing)?(?: on| with)?"
    r"|benchmark(?:s|ed|ing)?(?: on)?|report(?:s)? (?:results )?on|compar(?:e|es|ed|ing) (?:to|with|against)"
    r"|work(?:s|ing)? with|are based on|are built on)\s+(?:the )?",
    re.IGNORECASE,
)
_DATA = re.compile(r"\s+(?:data(?: ?sets?)?|benchmarks?|corpus|corpora)$", re.IGNORECASE)
_HOLDING = re.compile(
    rf"\b(?:{WHERE}|in here|in total|are there|do (?:you|we) have|(?:you|we) have|of (?:those|them|these)|to date"
    rf"|so far|(?:does |do )?(?:the|this|your|our) {COLLECTION} "
    r"(?:hold|have|has|contain|include|cover|comprise|list)s?)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:what|which|when|who|tell me|give me|show me|please|in which|on which|the paper|paper|article|study|work"
    r"|publication|preprint|exactly|actually|originally|first)\b|[?!]",
    re.IGNORECASE,
)
_EDGE = frozenset(
    """
    that which who whose are is was were be do does did have has had been being there exist exists deal deals
    dealing with about on upon concern concerns concerning discuss discusses discussing address addresses
    addressing focus focuses focusing look looks looking at into relate relates related relating to cover
    covers covering regarding topic topics subject area field of talk talks talking treat treats treating work
    works working research study studies studying studied explore explores exploring examine examines
    investigate investigates investigating in from for by the a an any all some and or also but only here you
    know can find i me my read please one ones it its am them these those they paper papers article articles
    publication publications title titles list show give name collection how old few several something
    whatever got total altogether overall currently together as out came come titled called tell what most top
    """.split()
) | {""}
_DATE_EDGE = _EDGE | frozenset(
    """
    published publish released release appeared appear appearing dated date dates posted submitted
    written authored year years first last during within before after since received more than number
    known carry carries lists holds order sorted ordered sort rank ranked
    """.split()
)


def read_topic(text: str, dated: bool) -> tuple[str, bool, bool]:
    """Return the topic that is left of a question, whether it is meant word for word, and only of titles."""
    in_title = _IN_TITLE.search(text)
    if in_title:
        text = f"{text[: in_title.start()]} {in_title['a'] or ''} {text[in_title.end() :]}"
    mention = _MENTION.search(text)
    if mention:
        text = text[mention.end() :]
    topic = trimmed(text, dated)
    used = _USES.sub("", topic)
    used = _DATA.sub("", used) if used != topic and spelled_names(used) else used
    exact = bool(mention or in_title or (used != topic and _is_name(used)))
    topic = _TERM.sub("", used) if exact else topic
    telling = any(not is_nameless(word) for word in topic_words(topic)) or "QUOTE" in topic or (exact and topic)
    return (topic if telling else ""), exact and bool(topic), in_title is not None


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) <= 2 and all(re.search(r"[A-Z0-9]", word) for word in words)


def read_subject(text: str) -> str:
    """Return the name or description of the one paper that a question is about."""
    return trimmed(_ASKING.sub(" ", text), dated=True)


def trimmed(text: str, dated: bool) -> str:
    """Return a text without the words at either end that only hold the question together.

    With `dated` the words that go with a date or a number are such words too.
    """
    loose = _DATE_EDGE if dated else _EDGE
    words = _HOLDING.sub(" ", text).split()
    while words and _bare(words[0]) in loose:
        words.pop(0)
    while words and _bare(words[-1]) in loose:
        words.pop()
    return " ".join(words).strip(" ?!.,;:")


def _bare(word: str) -> str:
    return word.lower().strip("?!.,;:")
