"""The words that ask for a list: of papers, of work on something, of methods and their like."""

import re
from typing import NamedTuple

from rag.collection.reader.words import KIND, NUMBER, PLURAL
from rag.text.wording import content_stems, names

_ASKING = (
    r"(?:which|what|list|show|name|give|find|get|enumerate|display|retrieve|any|all|every|is there|are there"
    r"|do you have)"
)
_LEAD = (
    rf"(?:{_ASKING}|who|are|is|was|were|there|do|does|have|has|you|we|i|i'm|am|me|us|can|could|would"
    r"|tell|return|search|for|see|look|looking|need|want|like|know|point|few|several|i'd|interested|in|each"
    r"|some|the|of|a|an|these|those|your|our|other|to|up|out|titles|sort|order|rank)"
)
_START = rf"(?:^(?:{_LEAD}[ ,]+)*|\b{_ASKING} (?:{_LEAD}[ ,]+)*)"
_ABOUT = r"(?:on|about|around|into|concern\w*|regarding|related|deal\w*|that|from|published|in|with|for|here|there|of)"
_METHODS = r"(?:methods|models|approaches|techniques|systems|frameworks|algorithms|architectures)"
_THINGS = r"(?:datasets|data sets|corpora|benchmarks|toolkits|libraries|surveys|reviews|overviews|metrics)"
_OF_THOSE = r"\bwhich of (?:them|these|those)\b"
_PAPERS = re.compile(
    rf"{_START}{KIND}{PLURAL}\b(?!'| (?:say|agree|claim|conclude)\b)"
    rf"|{_OF_THOSE}"
    rf"|{_START}(?:existing |related )?(?:anything|everything|something|whatever|work|research|literature)\b"
    rf"(?= {_ABOUT}\b| (?:has|have|is|exists|you|we)\b|\W*$)"
    r"|\b(?:has|have) (?:anyone|anybody|someone|people) (?:here )?(?:looked at|looked into|studied|worked on|tried)\b"
    r"|\bwhat (?:do|have) (?:you|we) (?:have|got)\b(?= (?:here )?(?:on|about|in|for)\b)"
    r"|\bwhat(?:'s| has| is)(?: been)? (?:done|there|known|published|written)\b(?= (?:on|about|in|for)\b)",
    re.IGNORECASE,
)
_OF_METHODS = re.compile(rf"{_START}{KIND}(?:{_METHODS}|({_THINGS}))\b", re.IGNORECASE)
_ASKED_FOR = re.compile(r"\b(?:which|what|list|show|find|any|are there)\b", re.IGNORECASE)
_SO_MANY = re.compile(rf"\b{NUMBER} ", re.IGNORECASE)
_OF_ONE_PAPER = re.compile(
    r"^ (?:did|does|do they|has|had|is|can|could|should|would|will|came)\b|\b(?:was|were)\b"
    r"|\b(?:the|this|that|its|their) (?:\w+ )?(?:papers?|study|authors?|survey|abstract|article)\b"
    r"|\b(?:used|compared|evaluated|tested|considered|outperformed|combined)\b"
    r"|\b(?:best|better|worse|worst|most|more|fewest|largest|highest|faster)\b|'s\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^ ([\w-]+)|\bin ([\w-]+)")  # a name here is that of one paper
_WORKS_AS_VERB = re.compile(r" (?:better|best|well|worse|worst|with|without|when|as|for|like|by|through|out)\b", re.I)


class Frame(NamedTuple):
    """The words before and after those that ask for papers, and between them those that say of what kind.

    The kind is `survey` in `which survey papers are there`.
    """

    before: str
    kind: str
    after: str


def list_frame(text: str) -> Frame | None:
    """Return the frame of a question for a list, None where no list is asked for."""
    papers = _PAPERS.search(text)
    if papers is None:
        return _frame_of_methods(text)
    before, after = text[: papers.start()], text[papers.end() :]
    of_something_said = re.fullmatch(_OF_THOSE, papers[0], re.IGNORECASE) and content_stems(before)
    if "?" in before or of_something_said or _is_of_one(papers[0], after):
        return None
    if _is_verb(papers[0], after):
        return _frame_of_methods(text)
    return Frame(before, papers[1] or "", after)


def _frame_of_methods(text: str) -> Frame | None:
    """Return the frame of a question for methods or things, where it is not about those of one paper."""
    found = _OF_METHODS.search(text)
    if found is None or not _ASKED_FOR.search(found[0]) or _SO_MANY.search(found[0]):
        return None
    after, thing = text[found.end() :], found[2] or ""
    named = names(" ".join(match[0] for match in _NAMED.finditer(after))) or (thing and names(after))
    if named or _OF_ONE_PAPER.search(after) or not re.search(r"\w", after + thing):
        return None
    return Frame(text[: found.start()], f"{found[1]} {thing}", after)


def _is_verb(frame: str, after: str) -> bool:
    """Return whether `works` is what something does."""
    if not frame.lower().endswith("works"):
        return False
    of_method = re.match(r"(?:which|what) (?!of )\w+ ", frame, re.IGNORECASE)
    return _WORKS_AS_VERB.match(after) is not None or of_method is not None


def _is_of_one(frame: str, after: str) -> bool:
    """Return whether one paper is asked for: `which of the papers evaluates ...`."""
    return " of " in frame and re.match(r"\s*(?:is|has|was|evaluates|uses|proposes|introduces)\b", after) is not None
