r"""Read LaTeX as the text that it prints: accents, symbols, dashes and groups; maths is left as it is.

Only single commands go to pylatexenc. A whole text does not: it would lose what follows a bare `%`, and every `&`.
"""

import re
import unicodedata
from functools import cache, lru_cache

from rag.ingest.fields.markup import lowered, raised
from rag.text.notation.maths import outside_maths

_LETTER = r"(?:[^\W\d_]|\\[ij](?![A-Za-z])\s?)"
_ACCENT = rf"""\\(?:[`'^"~=.]\s*|[vHcudbrkt](?:\s*(?={{)|\s+(?=[A-Za-z\\])))(?:\{{\s*{_LETTER}\s*\}}|{_LETTER})"""
_COMMANDS = re.compile(
    rf"\{{(?P<grouped>{_ACCENT})\}}|(?P<accent>{_ACCENT})"
    r"|\{\\(?P<only>[A-Za-z]+)\s*\}|\\text(?P<place>super|sub)script\{(?P<set_off>[^{}]*)\}"
    r"|\\(?P<symbol>[A-Za-z]+)(?![A-Za-z])(?P<behind>\{\}|\s+|)(?!\{)"
    r"|\\(?P<spacing>[,;/-]|\\(?=\s)|(?<=\S\\) )|\\(?P<mark>[~^])\{\}|\{\\(?P<escaped>[%&_$#])\}"
)
# What a group or the argument of a command of fonts holds is text; other commands keep what they are given.
_FONTS = (
    "emph|enquote|href|mbox|text|textbf|textit|textmd|textnormal|textrm|textsc|textsf|textsl|texttt|textup|underline"
)
_GROUPS = re.compile(
    rf"\{{\s*\\(?:em|bf|it|rm|sc|sf|sl|tt|bfseries|itshape|scshape)(?![A-Za-z])\s*|\\(?:{_FONTS}|url)\s*\{{"
    r"|(?P<unknown>\\[A-Za-z]+(?:\{[^{}]*\})+)|\\(?P<escaped>[{}%&_$#])|[{}]"
)
_CITED = re.compile(r"(?<![~\s])[~\s]*(\()?\\[Cc]ite[A-Za-z]*\*?(?:\[[^\[\]]*\]){0,2}\{[^{}]*\}(?(1)\))")
_TIE = re.compile(r"(?<=[A-Za-z]\.)~(?=\w)")  # `Fig.~3`; other tildes may be of numbers
_DOUBLE = re.compile(r"\{\{([^{}]*)\}\}")
_DASHES = re.compile(r"(?<!-)(-{2,3})(?!-)")
_ESCAPED_QUOTE = re.compile(r'\\"(?![\w{\\])')  # an accent stands on a letter
_NESTED = 10  # commands within commands
_BACKSLASH, _OPEN, _CLOSE = "\ue05c\ue07b\ue07d"  # what is printed begins no command and no group
_AS_PRINTED = str.maketrans({_BACKSLASH: "\\", _OPEN: "{", _CLOSE: "}"})
_OWN = {
    "textbraceleft": _OPEN, "textbraceright": _CLOSE, "textbackslash": _BACKSLASH, "textless": "<", "textgreater": ">",
    "textbar": "|", "textdollar": "$", "textunderscore": "_", "textasciicircum": "^", "textasciitilde": "~",
    "textellipsis": "…", "S": "§", "P": "¶", "pounds": "£", "euro": "€", "copyright": "©", "TeX": "TeX",
    "LaTeX": "LaTeX", "quad": " ",
}  # fmt: skip


def without_latex(text: str) -> str:
    """Return `text` as LaTeX prints it if a command stands outside its maths; else it loses `{{X}}` and ties alone."""
    if _ESCAPED_QUOTE.search(text):
        text = text.replace('\\"', '"')
    if "\\" in text and outside_maths(text, _without_commands) != text:
        return printed(text)
    return _TIE.sub(" ", _DOUBLE.sub(r"\1", text))


def printed(text: str) -> str:
    r"""Return what LaTeX prints for `text`: for what is LaTeX as a whole, as a value of BibTeX is; no citations.

    Braces that group go, `\{` is a brace; an unknown command and what it is given stay as they are.
    """
    return outside_maths(text, _printed).translate(_AS_PRINTED)


def _printed(text: str) -> str:
    text = re.sub(r"(?<=[^\s\\])~(?=\S)", " ", text)
    text = _DASHES.sub(lambda found: "–" if len(found[1]) == 2 else "—", text)
    return _GROUPS.sub(lambda found: found["unknown"] or found["escaped"] or "", _without_commands(text))


def _without_commands(text: str) -> str:
    text = _CITED.sub("", text)
    for _ in range(_NESTED):
        before, text = text, _COMMANDS.sub(_character, text)
        if text == before:
            break
    return text


def _character(found: re.Match[str]) -> str:
    if accented := found["grouped"] or found["accent"]:
        return _accented(accented) or found[0]
    if found["place"]:
        return (raised if found["place"] == "super" else lowered)(found["set_off"])
    if found["spacing"]:
        return "" if found["spacing"] in "/-" else " "
    if found["mark"] or found["escaped"]:
        return found["mark"] or found["escaped"]
    character = _symbols().get(found["only"] or found["symbol"])
    if character is None:
        return found[0]
    # TeX eats the space behind a command; it is meant that way only within a word, as in `Stra\ss e`.
    return character if not found["behind"] or found["behind"] == "{}" or _is_latin(character) else f"{character} "


@lru_cache(4096)
def _accented(command: str) -> str | None:
    """Return the letter of an accent's command; None where Unicode has no such letter, as in an escaped `don't`."""
    from pylatexenc.latex2text import LatexNodes2Text  # here, because only who ingests needs it

    letter = unicodedata.normalize("NFC", LatexNodes2Text().latex_to_text(command).strip())
    return letter if len(letter) == 1 else None


@cache
def _symbols() -> dict[str, str]:
    """Return the characters of commands without arguments: those of pylatexenc that Unicode has, and our own."""
    from pylatexenc.latex2text import get_default_latex_context_db

    database = get_default_latex_context_db()
    specs = [spec for group in database.categories() for spec in database.iter_macro_specs([group])]
    known = {spec.macroname: spec.simplify_repl for spec in specs if isinstance(spec.simplify_repl, str)}
    return {name: text for name, text in known.items() if len(text) == 1 and name.isalpha()} | _OWN


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character[0], "").startswith("LATIN")
