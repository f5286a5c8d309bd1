"""Which papers bring a thing of a kind themselves: a data set, a benchmark, a toolkit, a survey, code, weights, a model
for one language.

Nearly every abstract names data sets and benchmarks. What tells is that its authors present one: the title says what
the paper is after a colon, or a sentence in the first person has the kind as the object of a verb of presenting.
"""

import re
from collections.abc import Sequence
from itertools import product

from index_store.records import Paper, Sentence
from rag.collection.topics.topic_words import KINDS, OWN_VERB, topic_words

NEAR = 12  # words between a verb and what it presents
RELEASED = frozenset("releas open sourc opensourc public publicli avail access share open-sourc".split()) | {OWN_VERB}
_INCIDENTAL = frozenset("larg scale softwar own new download free freeli onlin model system".split())
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|article|study|survey)|in this)\b", re.IGNORECASE)
_NOT_AN_OBJECT = frozenset(
    "on over across using from than outperform outperforms evaluate evaluated achieve achieves trained via by for "
    "to".split()
)
_WORD = re.compile(r"[\w-]+")
_FREE = r"(?:availab|releas|open-?sourc|accessib|distributed|can be found|github\.com|aka\.ms)"
_SAYING = {  # how authors say that they bring a thing, without a verb of presenting
    "~survey": re.compile(
        r"\b(?:we|this (?:paper|article|work|study))\b[^.,;]{0,40}\b(?:survey|review)s?\b"
        r"|\bthis (?:survey|review|overview)\b",
        re.IGNORECASE,
    ),
    "code": re.compile(
        rf"\b(?:codes?|implementations?|our sources)\b[^;]*\b{_FREE}"
        r"|\bwe\b.*\b(?:releas\w*|open-?sourc\w*)\b[^;]{0,40}\bcode\b",
        re.IGNORECASE,
    ),
    "weights": re.compile(
        rf"\b(?:models?|weights|checkpoints|versions)\b (?:\w+ ){{0,4}}?"
        rf"(?:is|are|be|been) (?!not)(?:\w+ ){{0,3}}?{_FREE}"
        r"|\bmake\b[^;]*\b(?:models?|weights|checkpoints)\b[^;]*\bavailable"
        r"|\b(?:we|report|will)\b.*\b(?:release[sd]?|open-?sourced?)\b(?! \w*code to)[^;]{0,60}"
        r"\b(?:models?|weights|checkpoints|PLMs|Transformer)\b(?! repositor)|\bmodel is available\b",
        re.IGNORECASE,
    ),
}
_KIND_ON_TOPIC = re.compile(
    r"(?:(?:introduc|present|propos|releas|publish|provid|offer|contribut|build|creat|bring|collect)\w* )?"
    r"(?:(?:or|and|\w+ing|an?|new|novel|the|open-source|large-scale|some) )*(?P<kind>\w+)"
    r"(?: (?:papers|articles))?(?: (?:are|is|were|has been|have been))?"
    r"(?: (?:presented|proposed|introduced|released|built|created|available|there))?"
    r" (?:for|on|of|about|in|to|that|covering|dealing with) (?P<topic>.+)",
    re.IGNORECASE,
)
_RELEASABLE = {"code": "code", "implement": "code", "weight": "weights", "checkpoint": "weights", "model": "weights"}
_OTHER_LANGUAGE = re.compile(
    r"\bnon-?\s?english\b|\blanguages?\b.{0,30}?\b(?:other than|not|besides|except|beyond|apart from|isn't|aren't)\b"
    r".{0,8}\benglish\b|\b(?:other than|besides|beyond|apart from) english\b",
    re.IGNORECASE,
)
_LANGUAGES = """
Afrikaans Albanian Amharic Arabic Armenian Assamese Azerbaijani Basque Bengali Bulgarian Burmese Cantonese
Catalan Chinese Croatian Czech Danish Dutch Estonian Filipino Finnish French Galician Georgian German
Greek Gujarati Hausa Hebrew Hindi Hungarian Icelandic Igbo Indic Indonesian Irish Italian Japanese Kannada
Kazakh Khmer Korean Kurdish Latin Latvian Lithuanian Malay Malayalam Mandarin Marathi Mongolian Nepali
Norwegian Pashto Persian Farsi Polish Portuguese Punjabi Quechua Romanian Russian Sanskrit Serbian Sinhala
Slovak Slovenian Somali Spanish Swahili Swedish Tagalog Tamil Telugu Thai Tibetan Turkish Ukrainian Urdu
Uyghur Uzbek Vietnamese Welsh Yoruba Zulu
""".split()
_LANGUAGE = re.compile(rf"\b(?:{'|'.join(_LANGUAGES)})\b")
_FOR_ONE = re.compile(
    r"\b(?:we|our|this (?:paper|work|article)|in this)\b.*\b(?:models?|encoders?|BERT)\b[^.,;]{0,20}"
    rf"\b(?:for|in|of) (?:the |modern |standard )?(?:{'|'.join(_LANGUAGES)})\b",
    re.IGNORECASE,
)


def kinds_asked(alternatives: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """Return the kinds of thing that a topic asks papers to bring, none when it asks for something else."""
    words = {word for asked in alternatives for word in asked}
    kinds = words & KINDS
    if not kinds and words & RELEASED:
        kinds = words & _RELEASABLE.keys()
        kinds = kinds - {"model"} or kinds
    others = words - kinds - RELEASED - _INCIDENTAL
    return frozenset(_RELEASABLE.get(kind, kind) for kind in kinds) if not others else frozenset()


def kind_and_topic(text: str) -> tuple[frozenset[str], str]:
    """Return the kinds of thing that papers must bring on a topic, and the topic: `new benchmarks for X`.

    No kinds and the whole text where it asks for no such thing.
    """
    asked = _KIND_ON_TOPIC.match(text)
    kinds = frozenset(topic_words(asked["kind"])) & KINDS if asked else frozenset()
    return (kinds, asked["topic"]) if asked and kinds else (frozenset(), text)


def is_of_kind(paper: Paper, kinds: frozenset[str]) -> bool:
    """Return whether the title says that the paper is such a thing: `...: A Survey`."""
    _, _, what = paper.title.partition(": ")
    return re.match(r"(?:an?|the) ", what, re.IGNORECASE) is not None and bool(kinds & set(topic_words(what)))


def presenting(sentences: Sequence[Sentence], kinds: frozenset[str]) -> Sentence | None:
    """Return the first sentence whose authors present such a thing, None if there is none."""
    saying = [pattern for kind, pattern in _SAYING.items() if kind in kinds]
    return next((s for s in sentences if any(p.search(s.text) for p in saying) or _presents(s, kinds)), None)


def _presents(sentence: Sentence, kinds: frozenset[str]) -> bool:
    """Return whether a verb of presenting has such a thing as its object, which may stand in apposition."""
    objects = (kinds & KINDS) - {"~survey"}
    if not objects or not _OWN.search(sentence.text):
        return False
    words = _WORD.findall(sentence.text.lower())
    stems = [set(topic_words(word)) for word in words]
    verbs = [place for place, of_word in enumerate(stems) if OWN_VERB in of_word]
    things = [place for place, of_word in enumerate(stems) if of_word & objects and OWN_VERB not in of_word]
    near = [(verb, thing) for verb, thing in product(verbs, things) if 0 < thing - verb <= NEAR]
    return any(not _NOT_AN_OBJECT & set(words[verb:thing]) for verb, thing in near)


def asks_for_other_language(topic: str) -> bool:
    """Return whether a topic is a language other than English, whichever."""
    return _OTHER_LANGUAGE.search(topic) is not None


def on_one_language(paper: Paper, sentences: list[Sentence]) -> tuple[bool, Sentence | None]:
    """Return whether a paper is on such a language, and the sentence that says so where the title does not."""
    saying = next((s for s in sentences if _FOR_ONE.search(s.text)), None)
    return saying is not None or _LANGUAGE.search(paper.title) is not None, saying
