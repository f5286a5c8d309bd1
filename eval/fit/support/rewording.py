"""Reword a sentence of an abstract as a small language model would, without changing its meaning."""

import random
import re
from collections.abc import Callable, Sequence

_PREFIXES = (
    "The authors say that",
    "According to the abstract,",
    "This paper reports that",
    "The study found that",
    "Yes,",
)
_WE = (
    (re.compile(r"\b[Ww]e\b"), "the authors"),
    (re.compile(r"\b[Oo]ur\b"), "their"),
    (re.compile(r"\b[Ii]n this (?:paper|work|study),? "), ""),
)
_SPELLED = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
_DIGITS = {digit: word for word, digit in _SPELLED.items()}
_SENSES = (
    "show demonstrate reveal find", "shows demonstrates reveals finds", "shown demonstrated found",
    "propose introduce present describe", "proposes introduces presents describes", "proposed introduced presented",
    "use employ utilize apply", "uses employs utilizes applies", "used employed utilized applied",
    "using employing utilizing", "method approach technique", "methods approaches techniques",
    "improve enhance boost", "improves enhances boosts", "improved enhanced boosted", "task problem", "tasks problems",
    "achieve reach obtain attain", "achieves reaches obtains attains", "achieved reached obtained",
    "performance results", "allow enable let", "allows enables lets", "requires needs", "require need",
    "dataset corpus", "datasets corpora", "model system", "models systems", "important crucial essential",
    "several many various", "examine study investigate explore", "examined studied investigated explored",
    "associated linked correlated", "caused produced", "role function", "suggest indicate imply",
    "suggests indicates implies", "based built", "created built made", "evaluate test assess",
    "evaluated tested assessed", "experiments tests", "reduce cut lower", "reduces cuts lowers", "increase raise",
    "increases raises", "whether if", "patients people", "aim goal",
    "consists comprises", "contain include", "contains includes",
)  # fmt: skip
_SYNONYMS = {word: [other for other in sense.split() if other != word] for sense in _SENSES for word in sense.split()}
_ADVERBS = re.compile(
    r"\b(?:significantly|substantially|extensively|effectively|efficiently|successfully|consistently|specifically|"
    r"furthermore|moreover|additionally|finally|thus|therefore|hence|recently|typically|generally|greatly|novel|very|"
    r"in addition|in particular|in general|to this end|for example|as a result|experimentally|empirically),? ",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r",\s|;\s|\s(?=(?:while|whereas|although|because|which|when|by|where)\s)")
MIN_WORDS = 6  # of a clause with content


def cut_clause(sentence: str, chance: random.Random) -> str:
    """Return one clause of a sentence, or all of it where no clause is long enough."""
    pieces = [p.strip(" ,;.") for p in _CLAUSE_END.split(sentence)]
    clauses = [p for p in pieces if len(p.split()) >= MIN_WORDS]
    return _as_sentence(chance.choice(clauses)) if clauses else sentence


def name_the_authors(sentence: str, chance: random.Random) -> str:
    """Return a sentence with `the authors` for `we`."""
    for pattern, words in _WE:
        sentence = pattern.sub(words, sentence)
    return _as_sentence(sentence)


def prefix(sentence: str, chance: random.Random) -> str:
    """Return a sentence behind an empty introduction."""
    lowered = sentence if re.match(r"\w*[A-Z]{2}|\w+[A-Z0-9]", sentence) else sentence[:1].lower() + sentence[1:]
    return f"{chance.choice(_PREFIXES)} {lowered}"


def drop_adverbials(sentence: str, chance: random.Random) -> str:
    """Return a sentence without adverbs and connecting phrases."""
    return _as_sentence(_ADVERBS.sub("", sentence))


def reformat_numbers(sentence: str, chance: random.Random) -> str:
    """Return a sentence with its numbers in another format."""
    sentence = re.sub(r"(?<=\d)\s?%", " percent", sentence) if "%" in sentence else sentence.replace(" percent", "%")
    sentence = re.sub(r"(?<=\d)(?:\s?×|x\b|\stimes\b)", chance.choice(["x", " times"]), sentence)
    sentence = re.sub(r"(?<=\d),(?=\d{3})", "", sentence)
    pattern, words = chance.choice(((r"\b[a-z]+\b", _SPELLED), (r"(?<![\w.,-])\d(?![\w.,%-])", _DIGITS)))
    return re.sub(pattern, lambda m: words.get(m[0], m[0]), sentence)


def use_synonyms(sentence: str, chance: random.Random) -> str:
    """Return a sentence with most of its common verbs and nouns replaced by synonyms."""
    return re.sub(
        r"\b[a-z]+\b",
        lambda m: chance.choice(_SYNONYMS[m[0]]) if m[0] in _SYNONYMS and chance.random() < 0.7 else m[0],
        sentence,
    )


REWORDINGS: Sequence[Callable[[str, random.Random], str]] = (
    cut_clause,
    name_the_authors,
    prefix,
    drop_adverbials,
    reformat_numbers,
    use_synonyms,
)


def reworded(sentence: str, chance: random.Random) -> str:
    """Return a sentence after zero to three rewordings."""
    for rewording in chance.sample(REWORDINGS, chance.randint(0, 3)):
        sentence = rewording(sentence, chance)
    return sentence


def _as_sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
