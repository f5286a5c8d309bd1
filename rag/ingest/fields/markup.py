"""Read HTML and JATS as the text that they show: entities are decoded, tags taken off.

Only what has the grammar of a tag and a known name is one: `x < y and z > w` stays.
"""

import re
from html import unescape
from html.entities import html5

_NUMBERS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")

# `&amp;lt;` was escaped twice, or more often.
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", re.ASCII)

_BLOCKS = (
    "abstract blockquote br dd div dl dt disp-formula h1 h2 h3 h4 h5 h6 hr label li list list-item ol p sec section "
    "table tbody td th title tr ul"
)
_INLINE = (
    "a alternatives b big bold code em emphasis ext-link font i inline-formula italic monospace named-content roman s "
    "sc small span strong styled-content tex-math tt u underline xref "
    "annotation math mfenced mfrac mi mn mo mover mrow mspace msqrt mstyle msub msubsup msup mtext munder semantics"
)
_OF_ONE_LETTER = "abisu"  # `x<b>y` may be an order: such an element counts where it ends, too
_ATTRIBUTE = r"""\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)"""
_PREFIX = "(?:jats|mml|ce|xocs):"
_NAME = rf"{_PREFIX}(?!(?:sup|sub|inf)>)[a-z][\w-]*|{'|'.join(f'{_BLOCKS} {_INLINE}'.split())}"
_TAG = re.compile(rf"<(?P<end>/?)(?P<tag>{_NAME})(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE)
_RAISED = re.compile(rf"<(?P<name>(?:{_PREFIX})?(?:sup|sub|inf))>(?P<inside>[^<>]*)</(?P=name)>", re.IGNORECASE)
_LEFT_OVER = re.compile(rf"</?(?:{_PREFIX})?(?:sup|sub|inf)>", re.IGNORECASE)
_HEADING = re.compile(rf"<(?P<name>(?:{_PREFIX})?title)>(?P<text>[^<>]*)</(?P=name)>", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"<!--.{0,5000}?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
# Springer's maths comes as a LaTeX document and as MathML; the document is read.
_DOCUMENT = re.compile(
    r"\\documentclass(?:(?!\\end\{document\}|\\documentclass).){0,3000}?\\begin\{document\}(.{0,2000}?)\\end\{document\}",
    re.DOTALL,
)
_TWICE = re.compile(r"(?<=</jats:tex-math>)\s*<mml:math\b.{0,9000}?</mml:math>", re.DOTALL)


def without_markup(text: str) -> str:
    """Return `text` with its entities decoded and its tags taken off, once; a tag between two blocks is a line end."""
    text = _ENTITY.sub(_character, text)
    if "<" in text:
        text = _TWICE.sub("", _NOT_SHOWN.sub("", text))
        text = _TAG.sub(_without_tag, _HEADING.sub(_label, text))
        text = _LEFT_OVER.sub("", _RAISED.sub(_raised_tag, text))
    return _DOCUMENT.sub(r"\1", text) if "\\documentclass" in text else text


def raised(text: str) -> str:
    """Return what stands raised: numbers in Unicode, words as they are (`19th`), anything else behind `^`."""
    return _set_off(text.strip(), "^", _NUMBERS)


def lowered(text: str) -> str:
    """Return what stands lowered: numbers in Unicode, words as they are (`Hmax`), anything else behind `_`."""
    return _set_off(text.strip(), "_", _LOWERED)


def _set_off(text: str, mark: str, letters: dict[int, int]) -> str:
    if all(ord(character) in letters for character in text):
        return text.translate(letters)
    if len(text) > 1 and text.isalpha():
        return text
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def _character(found: re.Match[str]) -> str:
    name = f"{found[1]};"
    return unescape(f"&{name}") if name[0] == "#" or name in html5 else found[0]


def _without_tag(found: re.Match[str]) -> str:
    name = found["tag"].rpartition(":")[2].lower()
    if name in _OF_ONE_LETTER and not found["end"] and f"</{found['tag']}>" not in found.string:
        return found[0]
    return "\n" if name in _BLOCKS.split() else ""


def _label(found: re.Match[str]) -> str:
    """Return the heading of a part of an abstract as `Methods: `; none for `Abstract`."""
    text = found["text"].strip().rstrip(" :.")
    return f"\n{text}: " if text and text.casefold() not in ("abstract", "summary") else "\n"


def _raised_tag(found: re.Match[str]) -> str:
    return (raised if found["name"].lower().endswith("sup") else lowered)(found["inside"])
