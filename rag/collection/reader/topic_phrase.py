"""What a question is about, once the words that hold it together are taken away: a topic, a term, one paper's name."""

import re

from rag.collection.reader.words import COLLECTION, WHERE
from rag.collection.topics.topic_words import is_generic, topic_words
from rag.text.wording import content_stems

_MENTION = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|nam(?:e|es|ing)|refer(?:s|ring)? to|contain(?:s|ing)?|speak(?:s|ing)? of"
    r"|use the (?:word|term))\s+(?:the )?(?:word |term |phrase |name )*(?:of )?",
    re.IGNORECASE,
)
_IN_TITLE = re.compile(
    r"\b(?:have |has |with |whose )?(?P<a>.*?)\b(?:in|of) (?:the|their|its) titles?\b"
    r"|\b(?:whose|with) titles? (?:contain|includ|mention|ha|say)\w*\b|\btitled\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:the )?(?:words?|terms?|phrases?|names?)\s+(?=\S)", re.IGNORECASE)
_USES = re.compile(
    r"^(?:us(?:e|es|ed|ing)|employs?|appl(?:y|ies)|buil(?:d|ds|ding|t) on|based on|fine-?tun(?:e|es|ing)"
    r"|(?:evaluat|test|benchmark|compar|report|work|train)(?:e?[sd]?|ing)(?: on| with| to)?)\s+(?:the )?",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    rf"\b(?:{WHERE}|are there|of (?:those|them|these)|to date|so far"
    rf"|(?:the|this|your|our) {COLLECTION} (?:hold|have|has|contain|include|cover)s?)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:what|which|when|who|tell me|give me|please|(?:the )?(?:paper|article|study|publication)|exactly"
    r"|originally|first)\b|[?!]",
    re.IGNORECASE,
)
_VERBS = "deal|concern|discuss|address|focus|look|relat|cover|regard|talk|treat|work|research|explor|examin|investigat"
_EDGE = re.compile(  # words that only hold a question together, besides those that carry no meaning
    rf"(?:{_VERBS}|stud[yi]|exist|topic|subject|area|field|upon|article|publication|title|one|old|total)"
    r"(?:e?[sd]?|ing)|list|name|read|find|collection|few|several|something|whatever|got|altogether|overall|currently"
    r"|together|out|c[oa]me|called|all|only|those|them|am",
    re.IGNORECASE,
)
_DATE_EDGE = re.compile(
    r"(?:publish|releas|appear|dat|post|year|number|list|hold|order|sort|rank|receiv|fall)e?[sd]?|submitted|written|authored"
    r"|first|last|during|within|before|after|since|known|carry|carries",
    re.IGNORECASE,
)


def read_topic(text: str, dated: bool) -> tuple[str, bool, bool]:
    """Return the topic that is left of a question, whether it must occur word for word, and only in titles."""
    in_title = _IN_TITLE.search(text)
    if in_title:
        text = f"{text[: in_title.start()]} {in_title['a'] or ''} {text[in_title.end() :]}"
    mention = _MENTION.search(text)
    if mention:
        text = text[mention.end() :]
    topic = trimmed(text, dated)
    used = _USES.sub("", topic)
    exact = bool(mention or in_title or (used != topic and _is_name(used)))
    topic = _TERM.sub("", used) if exact else topic
    specific = any(not is_generic(word) for word in topic_words(topic)) or "QUOTE" in topic or (exact and topic)
    return (topic if specific else ""), exact and bool(topic), in_title is not None


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
    words = _HOLDING.sub(" ", text).split()
    while words and _is_loose(words[0], dated):
        words.pop(0)
    while words and _is_loose(words[-1], dated):
        words.pop()
    return " ".join(words).strip(" ?!.,;:")


def _is_loose(word: str, dated: bool) -> bool:
    bare = word.strip("?!.,;:")
    return not content_stems(bare) or bool(_EDGE.fullmatch(bare)) or (dated and bool(_DATE_EDGE.fullmatch(bare)))
