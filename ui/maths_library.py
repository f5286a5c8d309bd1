"""The KaTeX that comes with Gradio: its own Markdown sets formulas with it, and the page's script may too."""

from html import escape
from pathlib import Path

import gradio

ASSETS = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"


def maths_head() -> str:
    """Return the elements of the page's head that name the library; empty if this Gradio has none."""
    script, style = (next(iter(sorted(ASSETS.glob(f"katex-*.{ending}"))), None) for ending in ("js", "css"))
    if script is None or style is None:
        return ""
    named = {"maths-script": script.name, "maths-style": style.name}
    return "".join(f'<meta name="{name}" content="assets/{escape(file)}">' for name, file in named.items())
