"""Words around a question that do not change what it asks: greetings, thanks, and what to go by."""

import re

_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|thanks|thank you|ok|okay|please|so|well|now)\b[,!.]*\s+(?:there[,!. ]+)?)+", re.IGNORECASE
)
_GO_BY = (
    r"(?:going by|according to|judging (?:by|from)|based on) (?:(?:the|their|your|its|these) )?(?:\w+ )?"
    r"(?:records?|metadata|dates?|data|information|listings?|pages?|collection|upvotes|counts?)\b"
)
_ASIDES = re.compile(
    rf"^{_GO_BY}[^,]*,\s*|[,(]?\s*\b{_GO_BY}\b[^,?]*"
    r"|(?<=\?)\s+(?:just|only|I (?:only )?(?:need|want)) (?:the|an?) (?:exact |full )?(?:number|count|date|name)s?\W*$"
    r"|[,(]\s*(?:counting|not counting|including|excluding|ignoring) "
    r"(?:\w+ )?(?:duplicates|listed|once|twice|the same)[^?]*"
    r"|[,(]?\s*\b(?:please|if any|if there (?:are|is) any|if at all|that you know of|you know of|as far as you know"
    r"|for me|by any chance|thanks|thank you)\b\)?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<=\w)['’](?:s(?= (?:the|a|in|on|this|your|been)\b)|m\b|re\b|ve\b)", re.IGNORECASE)
_AND_NAME_THEM = re.compile(
    r",? and (?:(?:which|what) (?:ones )?(?:are|were|is) (?:they|these|those|it)(?: called)?"
    r"|which ones|(?:list|name) them)\b|,? and (?:how many|which|when|by how (?:many|much))\W*$",
    re.IGNORECASE,
)


def without_asides(text: str) -> str:
    """Return a question without such words."""
    spelled_out = _SHORT.sub(" is", _GREETING.sub("", text.strip()))
    spelled_out = re.sub(r"\bw/", "with", re.sub(r"\bw/o\b", "without", spelled_out))
    return " ".join(_AND_NAME_THEM.sub("", _ASIDES.sub("", spelled_out)).split())
