"""Drop sentences that are no answer: they only repeat the question, or say that nothing is known."""

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.grounding.grounding import answer_sentences
from rag.text.quantities import quantities
from rag.text.wording import YES_NO, content_stems

NOTHING_SAID = re.compile(
    r"\bun(?:specified|known|stated|clear)\b|\bnot stated\b"
    r"|\b(?:is|are|was|were) (?:discussed|mentioned|described|explained) in the (?:abstract|paper|sentence)s?\W*$"
    r"|\b(?:not|n't|no|cannot)\b.{0,40}\b(?:specif|state[ds]?\b|mention|provid|report|disclos|detail|known\b|information|say\b)",
    re.IGNORECASE,
)
_OF_ABSTRACTS = re.compile(r"the (?:given |provided )?(?:abstracts?|sentences)\b", re.IGNORECASE)
_ASKS_FOR_NUMBER = re.compile(
    r"^(?!.*\bmatters?\b.*\bhow many\b).*\bhow many\b|\bwhat (?:number|percentage|percent|share|fraction)\b"
    r"|(?:\b(?:what|which) |^(?:the )?)(?:accuracy|f1|bleu|rouge|perplexity)\b"
    r"|\bwhat (?:is|are|was|were) the (?:[\w-]+ )?(?:counts?|numbers?|percentages?) of\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_FOR_TIME = re.compile(r"\bhow long (?:do|does|did|is|was|were|has|have|will|would|it)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:second|minute|hour|day|night|week|month|year|epoch|step)s?\b", re.IGNORECASE)
_ASKS_FOR_PERCENT = re.compile(r"\b(?:what|which|how many) (?:percentages?|percent|per cent)\b", re.IGNORECASE)
_OFFERS_ANSWERS = re.compile(rf"{YES_NO}|\bor\b", re.IGNORECASE)
_VAGUE_NUMBERS = frozenset("no none zero dozen hundred hundreds thousands millions billions single both all".split())
_ASKS_WHICH = re.compile(
    r"\b(?:which|what) (?:(?!(?:kinds?|types?|sorts?|size|of|do|does|did|is|are|was|were|has|have|had|can|must|makes?|"
    r"happens?|the|an?|in|on|for|to)\b)[\w-]+ ){0,3}?"
    r"(?:models?|[lpv]lms?|encoders?|backbones?|languages?|data ?sets?|corp(?:us|ora)|benchmarks?)\b",
    re.IGNORECASE,
)
_SAYS_LITTLE = content_stems("use conduct perform provide make employ do achieve contain present apply based certain")
_POINTS_OUT = re.compile(r"\bthe (?:large|small|existing|different)", re.IGNORECASE)
_NAMES_NONE = content_stems(
    "large small pre-trained pretrained existing different various multiple several language languages model models "
    "llm llms plm plms network dataset datasets data"
)


def drop_non_answers(draft: str, question: str, evidence: Sequence[str]) -> str:
    """Return the sentences of a draft that say something new, one per line; empty if there is none.

    Args:
        draft: what the language model wrote.
        question: the standalone question.
        evidence: the sentences in the prompt.
    """
    if _ASKS_FOR_NUMBER.search(question) and not _numbers(draft):
        return ""
    if _ASKS_FOR_TIME.search(question) and not (_numbers(draft) or _TIME.search(draft)):
        return ""
    if _ASKS_FOR_PERCENT.search(question) and not any(quantity.unit == "%" for quantity in quantities(draft)):
        return ""
    shown = " ".join(evidence)
    sentences = answer_sentences(draft)
    return "\n".join(s for s in sentences if not (_says_nothing(s, shown) or _only_repeats(s, question, shown)))


def _numbers(text: str) -> set[Decimal | str]:
    vague = _VAGUE_NUMBERS.intersection(re.findall(r"[a-z]+", text.lower()))
    return {quantity.value for quantity in quantities(text)} | vague


def _says_nothing(sentence: str, shown: str) -> bool:
    """Return whether a sentence says that something is not known, unless the evidence itself says so.

    A sentence about `the abstracts` is no finding, whatever the evidence says: a poisoned abstract may ask for it.
    """
    admitted = NOTHING_SAID.search(sentence)
    return admitted is not None and (bool(_OF_ABSTRACTS.match(sentence)) or admitted[0].lower() not in shown.lower())


def _only_repeats(sentence: str, question: str, shown: str) -> bool:
    """Return whether a sentence adds nothing to its question: `a large language model` for `which model`."""
    if _OFFERS_ANSWERS.search(question):
        return False
    names_none = _ASKS_WHICH.search(question) and not _POINTS_OUT.search(sentence)
    little = _SAYS_LITTLE | _NAMES_NONE if names_none else _SAYS_LITTLE
    added = content_stems(sentence) - content_stems(question) - little
    return not added & content_stems(shown) and not _numbers(sentence) - _numbers(question)
