"""Where LaTeX maths stands in a text: what is between its marks is left as it is."""

import re
from collections.abc import Callable

# One character of maths. What looks like a control token (`<|im_start|>`) is never hidden by dollar signs around it.
_ONE = r"(?:[^$\\<]|\\[^$]|\\\$|<(?![^\w\s<>]*\|))"
_NAMES = "equation|align|eqnarray|gather|multline|displaymath|math"

MATHS = (
    rf"(?<!\\)\$\${_ONE}{{1,1000}}?\$\$"
    # What begins with a command is no price.
    rf"|(?<!\\)\$ ?\\[A-Za-z]{_ONE}{{0,500}}?\$"
    # As in pandoc: no space inside the dollar signs, no digit behind them. `$5 and $10` are prices.
    rf"|(?<!\\)\$(?![\s$]){_ONE}{{1,500}}?(?<!\s)\$(?!\d)"
    rf"|\\\((?!\\\)){_ONE}{{1,500}}?\\\)"
    rf"|\\\[(?!\\\]){_ONE}{{1,1000}}?\\\]"
    rf"|\\begin\{{(?:{_NAMES})\*?\}}(?:(?!\\begin){_ONE}){{1,2000}}?\\end\{{(?:{_NAMES})\*?\}}"
)
_MATHS = re.compile(f"({MATHS})")


def outside_maths(text: str, change: Callable[[str], str]) -> str:
    """Return `text` with each piece outside maths changed; maths stays as it is."""
    return with_maths(text, change, str)


def with_maths(text: str, change: Callable[[str], str], of_maths: Callable[[str], str]) -> str:
    """Return `text` with each piece outside maths changed by `change`, and each piece of maths by `of_maths`."""
    pieces = enumerate(_MATHS.split(text))
    return "".join(of_maths(piece) if number % 2 else change(piece) for number, piece in pieces)
