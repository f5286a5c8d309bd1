"""What stands around an abstract and is no part of it, and what stands in its place where there is none."""

import re

# Words that open an abstract: `Abstract We show`, but `Abstract interpretation is`.
_OPENING = (
    "A|An|As|At|Background|By|For|From|In|It|Many|Most|Objective|On|Our|Purpose|Recent|Several|The|There|These|This|To|We|"
    "When|While|With"
)
_HEADING = re.compile(
    rf"(?:ABSTRACT|Abstract|SUMMARY|Summary)(?:\s*[:.]\s*|\s+[-–—]+\s+|\s*[\r\n]\s*|\s*(?=(?:{_OPENING})\b))(?=\S)"
)
_MARK = r"(?:©|\([Cc]\))"
_SIGN = rf"(?:(?:Crown\s+)?Copyright\s*{_MARK}?|{_MARK})"
_DATED = r"(?=.{0,60}?(?:\b(?:19|20)\d\d\b|[Aa]uthor))"
# A notice at the end, behind a sentence: a sign, soon a year or the authors, and no more than two short lines.
_NOTICE = re.compile(rf"(?:(?<=[.!?…)\]\"'”’])|^)\s*{_SIGN}{_DATED}.{{0,250}}$", re.DOTALL)
# One at the beginning, a sentence long; `(?<!\s[A-Z])` is no initial of a name.
_NOTICE_BEFORE = re.compile(
    rf"\s*(?:(?:Crown\s+)?Copyright\s*)?{_MARK}{_DATED}.{{0,150}}?(?<!\s[A-Z])\.(?=\s|$)"
    r"(?:\s+(?:All rights reserved|Published by\b[^.]{0,100})\.(?=\s|$))*+(?!\s*[a-z])\s*",
    re.DOTALL,
)
_RIGHTS = re.compile(r"(?<=[.!?…)\]\"'”’])\s*All rights reserved\.?$", re.IGNORECASE)
_LISTED = re.compile(r"\([BbCc]\)")  # `(a) …; (b) …; (c) …` is a list

_PLACEHOLDERS = frozenset(
    (
        "nan|na|n/a|n.a|none|null|undefined|tbd|not available|not applicable|not provided|no data|untitled|"
        "abstract|no abstract|no abstract available|no abstract is available|there is no abstract available|"
        "no abstract provided|no abstract was provided|no abstract found|abstract not available|"
        "abstract is not available|abstract unavailable|abstract not provided|abstract missing|"
        "no title|no title available|title not available"
    ).split("|")
)


_AROUND = " \t\r\n.:;,!?*_-–—'\"()[]{}<>/|"


def bare(abstract: str) -> str:
    """Return an abstract without its heading, and without the publisher's notice before or behind it."""
    if notice := _NOTICE_BEFORE.match(abstract):
        abstract = abstract[notice.end() :]
    start = _HEADING.match(abstract)
    return _without_notice(abstract[start.end() :] if start else abstract)


def is_placeholder(text: str) -> bool:
    """Return whether a text says, or shows, that there is none: `N/A`, `-`, `[No abstract available]`."""
    words = re.sub(r"\s+", " ", text.strip(_AROUND)).casefold()
    return not words or words in _PLACEHOLDERS


def _without_notice(text: str) -> str:
    text = text.rstrip()
    for found in _NOTICE.finditer(text):
        if not (found[0].lstrip()[:1] == "(" and len(_LISTED.findall(text)) > 1):
            return text[: found.start()]
    return _RIGHTS.sub("", text)
