"""The words, numbers and names of a sentence, as they are compared all over the program."""

import re
from collections.abc import Iterator
from functools import lru_cache

import bm25s.stopwords
import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*", re.UNICODE)
_NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z]-)\d+(?:[.,]\d+)*(?:\s?%)?")
_NAME = re.compile(r"\b(?:[A-Z]+[a-z]*[A-Z0-9][\w+-]*|[a-z]+[A-Z]\w*|[A-Za-z]+\d[\w.]*)")
_PROPER = re.compile(r"(?<=[a-z0-9,)] )[A-Z][a-z]{2,}\b")
_FORMAT = re.compile(r"(?<=\d)\s*(?:x\b|times\b|×|percent\b)")  # what %, × and their words differ in
KIND = re.compile(r"[A-Z]+s")  # GPUs, LLMs: a kind of thing, not a name
QUESTION_WORDS = ("what", "which", "who", "whom", "whose", "how", "why", "when", "where")
QUESTION_WORD = rf"\b(?:{'|'.join(QUESTION_WORDS)})\b"
YES_NO = r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will)\b"  # how a question for a yes or no begins
_STOP_WORDS = frozenset((*bm25s.stopwords.STOPWORDS_EN, *QUESTION_WORDS)) | set(
    "do does did can could should would may might must i you we they "
    "he she our your us me my tell about give show please paper papers abstract abstracts work works study authors "
    "author from than also been being have has had were more most very much many any some there here its".split()
)
_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=20_000)
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning, lower case; compounds also give their parts."""
    words = {word for match in _WORD.findall(text.lower()) for word in (match, *re.split(r"[-'’.]", match))}
    return frozenset(_stemmer.stemWords([w for w in words if w and w not in _STOP_WORDS]))


def content_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the stem of each word that carries meaning, compounds as parts, and where it begins and ends."""
    for match in _WORD.finditer(text):
        for part in re.finditer(r"[^-'’.]+", match[0]):
            word = part[0].lower()
            if word not in _STOP_WORDS:
                yield _stemmer.stemWord(word), match.start() + part.start(), match.start() + part.end()


@lru_cache(maxsize=20_000)
def stem_sequence(text: str, keep_all: bool = False) -> tuple[str, ...]:
    """Return the stems of the words that carry meaning in order, compounds as parts; `keep_all` keeps all words."""
    text = re.sub(r"['’]s\b", "", _FORMAT.sub("", text.lower()))
    words = [part for match in _WORD.findall(text) for part in re.split(r"[-'’.]", match) if part]
    return tuple(_stemmer.stemWords([w for w in words if keep_all or w not in _STOP_WORDS]))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text without sign or thousands commas; `%` belongs to its number."""
    return frozenset(re.sub(r",(?=\d{3})|\s", "", number) for number in _NUMBER.findall(text))


def proper_names(text: str) -> frozenset[str]:
    """Return the capitalised words inside a text, lower case: people, places and names without inner capitals."""
    return frozenset(name.lower() for name in _PROPER.findall(text))


def names(text: str) -> frozenset[str]:
    """Return the words that look like names of systems and data sets (inner capitals or digits), lower case."""
    return frozenset(name.lower() for name in spelled_names(text))


def spelled_names(text: str) -> frozenset[str]:
    """Return the same words as they are spelled."""
    return frozenset(name.rstrip("-+.") for name in _NAME.findall(text))


def begins_word(name: str, text: str) -> bool:
    """Return whether a name begins a word of a text, whatever its case: `ImageNet` of imagenet2012-pretrained."""
    return re.search(rf"(?<![^\W_]){re.escape(name)}", text, re.IGNORECASE) is not None


def is_word_of(name: str, text: str) -> bool:
    """Return whether a name is a whole word of a text, whatever its case: `BERT`, not of ALBERT or K-BERT."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE) is not None


def name_parts(name: str) -> list[str]:
    """Return the parts of a compound name that are names by themselves: `BERT` of `BERT-style`."""
    return [part for part in re.split(r"[\W_]+", name) if len(part) > 1 and not part.islower() and not part.isdigit()]
