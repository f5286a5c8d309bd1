"""Mend what text extraction and LaTeX left in titles and abstracts; every repair is recorded and can be undone.

The rules are named alternatives of one regular expression, tried in one pass from left to right, so every
offset in a repair refers to the mended text. Text that no rule names is left as it is, and of
maths only the gaps are mended.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from index_store.records import Repair
from rag.text.notation.maths import MATHS

_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "^{}")
_SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋", "_{}")

# Control, zero-width and bidirectional characters, the invisible tag block, and halves of surrogate pairs.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
# No `<`, `>` or `|` inside what loses its braces: taking them away must not put a control token together.
_BRACED = rf"[^{{}}<>|\s{_INVISIBLE}][^{{}}<>|]*\}}"


def _freed(found: re.Match[str], inside: str) -> str:
    """Mend `inside`, freed of its braces; a space before the closing one stays if it parts two words."""
    is_glued = inside[-1:].isspace() and found.string[found.end() : found.end() + 1].isalnum()
    return mend(inside).text + (" " if is_glued else "")


def _unbraced(found: re.Match[str]) -> str:
    return _freed(found, found[0][found[0].index("{") + 1 : -1])


def _link(found: re.Match[str]) -> str:
    is_glued = found.string[max(found.start() - 1, 0) : found.start()].isalnum()
    return (" " if is_glued else "") + _unbraced(found)


def _gap(found: re.Match[str]) -> str:
    at_an_edge = found.start() == 0 or found.end() == len(found.string)
    return " " if not at_an_edge and re.search(r"\s", found[0]) else ""


def _maths(found: re.Match[str]) -> str:
    return _ANY_GAP.sub(_gap, found[0])


_ANY_GAP = re.compile(rf"[\s{_INVISIBLE}]{{2,}}|[^\S ]|[{_INVISIBLE}]")
_RULES: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "maths": (MATHS, _maths),
    # `<|im_start|>`: would steer a language model; stays readable, in other brackets.
    "control_token": (
        rf"<[{_INVISIBLE}]*\|[^<>]+\|[{_INVISIBLE}]*>",
        lambda found: "‹" + mend(found[0][1:-1]).text + "›",
    ),
    "link": (rf"\\url\{{{_BRACED}", _link),
    "font_command": (rf"\\(?:emph|textit|textbf)\{{{_BRACED}", _unbraced),
    "font_switch": (rf"\{{\\(?:em|it|bf)\s+{_BRACED}", lambda found: _freed(found, found[0][4:-1])),
    "quotes": (r"``(?:(?!``|'')[^<>|])+''", lambda found: f'"{mend(found[0][2:-2]).text}"'),
    "escape": (r"\\(?=[%&_$#{}])", lambda _: ""),
    "superscript": (
        r"(?<=[\w)])\^(?:\d+(?!\.?\d)|\{[\d+-]+\})",
        lambda found: found[0].translate(_SUPERSCRIPTS),
    ),
    "subscript": (r"(?<=[\w)])_\{[\d+-]+\}", lambda found: found[0].translate(_SUBSCRIPTS)),
    # `\times` that lost its backslash and its spaces.
    "times_between": (r"(?<=\d)times(?=[A-Z\d])", lambda _: " × "),
    "times_after": (r"(?<=\d)times\b", lambda _: " times"),
    "split_scheme": (r"(?:(?<=\bhttp:)|(?<=\bhttps:))\s+(?=//)", lambda _: ""),
    # A LaTeX comment that begins after one sentence and ends with its own: `nodes. % using x. The system`.
    "comment": (r"(?<=[.!?]) % (?=[a-z])[^.!?%]{1,100}\.(?= [A-Z])", lambda _: ""),
    "decomposed": (
        rf"[^\W\d_][{_COMBINING}]+",
        lambda found: unicodedata.normalize("NFC", found[0]),
    ),
    "gap": (rf"{_ANY_GAP.pattern}|\A | \Z", _gap),
}

_ANY_RULE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _RULES.items()))


@dataclass(frozen=True)
class Mended:
    """A mended text and what was done to it, in order; `unmend(text, repairs)` is the original."""

    text: str
    repairs: tuple[Repair, ...] = ()


def mend(text: str) -> Mended:
    """Mend `text` in one pass; offsets in the repairs are character offsets in the mended text."""
    parts: list[str] = []
    repairs: list[Repair] = []
    read = written = 0
    for found in _ANY_RULE.finditer(text):
        before, after = found[0], _RULES[str(found.lastgroup)][1](found)
        if before == after:
            continue
        parts += [text[read : found.start()], after]
        written += found.start() - read
        repairs.append(Repair(start=written, before=before, after=after))
        written += len(after)
        read = found.end()
    return Mended("".join([*parts, text[read:]]), tuple(repairs))


def unmend(mended_text: str, repairs: tuple[Repair, ...]) -> str:
    """Return the text as it was before `mend`."""
    parts: list[str] = []
    read = 0
    for repair in repairs:
        parts += [mended_text[read : repair.start], repair.before]
        read = repair.start + len(repair.after)
    return "".join([*parts, mended_text[read:]])
