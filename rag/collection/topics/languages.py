"""Which papers are on a human language other than English, for questions that name none."""

import re

from index_store.records import Paper, Sentence

_ASKED = re.compile(
    r"\bnon-?\s?english\b|\blanguages?\b.{0,30}?\b(?:other than|not|besides|except|beyond|apart from|isn't|aren't)\b"
    r".{0,8}\benglish\b|\b(?:other than|besides|beyond|apart from) english\b",
    re.IGNORECASE,
)
_NAMES = """
Afrikaans Albanian Amharic Arabic Armenian Assamese Azerbaijani Basque Bengali Bulgarian Burmese Cantonese
Catalan Chinese Croatian Czech Danish Dutch Estonian Filipino Finnish French Galician Georgian German
Greek Gujarati Hausa Hebrew Hindi Hungarian Icelandic Igbo Indic Indonesian Irish Italian Japanese Kannada
Kazakh Khmer Korean Kurdish Latin Latvian Lithuanian Malay Malayalam Mandarin Marathi Mongolian Nepali
Norwegian Pashto Persian Farsi Polish Portuguese Punjabi Quechua Romanian Russian Sanskrit Serbian Sinhala
Slovak Slovenian Somali Spanish Swahili Swedish Tagalog Tamil Telugu Thai Tibetan Turkish Ukrainian Urdu
Uyghur Uzbek Vietnamese Welsh Yoruba Zulu
""".split()
_NAME = re.compile(rf"\b(?:{'|'.join(_NAMES)})\b")
_FOR_ONE = re.compile(
    r"\b(?:we|our|this (?:paper|work|article)|in this)\b.*\b(?:models?|encoders?|BERT)\b[^.,;]{0,20}"
    rf"\b(?:for|in|of) (?:the |modern |standard )?(?:{'|'.join(_NAMES)})\b",
    re.IGNORECASE,
)


def asks_for_other_language(topic: str) -> bool:
    """Return whether a topic is a language other than English, whichever."""
    return _ASKED.search(topic) is not None


def without_other_language(text: str) -> str:
    """Return a text without the words for a language other than English, one of which is a negation."""
    return _ASKED.sub(" ", text)


def on_one_language(paper: Paper, sentences: list[Sentence]) -> tuple[bool, Sentence | None]:
    """Return whether a paper is on such a language, and the sentence that says so where the title does not."""
    saying = next((s for s in sentences if _FOR_ONE.search(s.text)), None)
    return saying is not None or _NAME.search(paper.title) is not None, saying
