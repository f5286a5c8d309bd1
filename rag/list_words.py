"""The words that ask for a list: of papers, of work on something, of methods and their like."""

import re

from rag.conditions import NUMBER
from rag.question_words import KIND, PLURAL
from rag.wording import names

_LEAD = (
    r"(?:which|what|who|are|is|was|were|there|do|does|have|has|you|we|i|i'm|am|me|us|can|could|would"
    r"|list|show|name"
    r"|give|find|enumerate|get|tell|display|return|fetch|retrieve|search|for|see|look|looking|need|want"
    r"|like|know|point|few|several|i'd"
    r"|interested|in|any|all|every|each|some|the|of|a|an|these|those|your|our|other|to|up|out|titles"
    r"|sort|order|rank)"
)
_ASKING = (
    r"(?:which|what|list|show|name|give|find|enumerate|get|display|fetch|retrieve|any|all|every|is there"
    r"|are there"
    r"|do you have)"
)
_START = rf"(?:^(?:{_LEAD}[ ,]+)*|\b{_ASKING} (?:{_LEAD}[ ,]+)*)"
_ABOUT = r"(?:on|about|around|into|concern\w*|regarding|related|deal\w*|that|from|published|in|with|for|here|there|of)"
_METHODS = r"(?:methods|models|approaches|techniques|systems|frameworks|algorithms|architectures|solutions)"
_THINGS = r"(?:datasets|data sets|corpora|benchmarks|toolkits|toolboxes|libraries|surveys|reviews|overviews|metrics)"
_FRAMES = [
    rf"{_START}{KIND}(?:{PLURAL}|titles)\b(?!'| (?:say|agree|claim|conclude)\b)",
    r"\bwhich of (?:them|these|those)\b",
    rf"{_START}(?:previous |existing |related )?(?:anything|everything|something|whatever|work|research"
    rf"|literature)\b(?= {_ABOUT}\b| (?:has|have|is|exists|you|we)\b|\W*$)",
    r"\b(?:has|have) (?:anyone|anybody|someone|people|others) (?:here )?(?:looked at|looked into|studied"
    r"|worked on|tried)\b",
    r"\bwhat(?:'s| has| is)(?: been)? (?:done|there|known|published|written)\b(?= (?:on|about|in|for"
    r"|with)\b)",
]
_PAPERS = re.compile("|".join(_FRAMES), re.IGNORECASE)
_OF_METHODS = re.compile(rf"{_START}{KIND}(?:{_METHODS}|({_THINGS}))\b", re.IGNORECASE)
_OF_ONE_PAPER = re.compile(
    r"^ (?:did|does|has|had|is|can|could|should|would|will)\b|\b(?:was|were)\b"
    r"|\b(?:the|this|that|its|their) (?:\w+ )?(?:papers?|study|authors?|survey|abstract|article)\b"
    r"|\b(?:used|compared|evaluated|tested|considered|outperformed|combined)\b"
    r"|\b(?:best|better|worse|worst|most|more|fewest|largest|highest|faster)\b|'s\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^ ([\w-]+)|\bin ([\w-]+)")  # a name here is that of the paper meant
_WORKS_AS_VERB = re.compile(r" (?:better|best|well|worse|worst|with|without|when|as|for|like|by|through|out)\b", re.I)


def list_frame(text: str) -> tuple[str, str, str] | None:
    """Return the words before, inside and after those that ask for a list, None where no list is asked for.

    Inside are the words that say of what kind: `survey` of `which survey papers are there`.
    """
    papers = _PAPERS.search(text)
    if papers and ("?" in text[: papers.start()] or _is_of_one(papers[0], text[papers.end() :])):
        return None
    if papers and not _is_verb(papers[0], text[papers.end() :]):
        return text[: papers.start()], papers[1] or "", text[papers.end() :]
    methods = _OF_METHODS.search(text)
    if methods is None or not re.search(r"\b(?:which|what|list|show|find|any|are there)\b", methods[0], re.I):
        return None
    after = text[methods.end() :]
    if re.search(rf"\b{NUMBER} ", methods[0], re.IGNORECASE) or names(
        " ".join(match[0] for match in _NAMED.finditer(after))
    ):
        return None
    if _OF_ONE_PAPER.search(after) or (methods[2] and names(after)) or not re.search(r"\w", after + (methods[2] or "")):
        return None
    return text[: methods.start()], f"{methods[1]} {methods[2] or ''}", after


def _is_verb(frame: str, after: str) -> bool:
    """Return whether `works` is what something does."""
    if not frame.lower().endswith("works"):
        return False
    of_method = re.match(r"(?:which|what) (?!of )\w+ ", frame, re.IGNORECASE)
    return _WORKS_AS_VERB.match(after) is not None or of_method is not None


def _is_of_one(frame: str, after: str) -> bool:
    """Return whether one of the papers is meant: `which of the papers evaluates ...`."""
    return " of " in frame and re.match(r"\s*(?:is|has|was|evaluates|uses|proposes|introduces)\b", after) is not None
