"""What every panel is built of: pieces of HTML without Gradio's own looks, and how its events behave."""

from typing import Any

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}  # waits for nobody

# The script has no `trigger` of its own: it sends "tell" up from a button, with the name of an event and its data.
_ON_LOAD = 'element.addEventListener("tell", (event) => trigger(event.detail.name, event.detail.data));'


def plain_html(value: str = "", elem_id: str | None = None) -> gr.HTML:
    """Return a piece of HTML in the open Blocks."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)


def told_html(elem_id: str) -> gr.HTML:
    """Return an empty piece of HTML in the open Blocks, whose buttons the static scripts turn into events."""
    return gr.HTML(elem_id=elem_id, apply_default_css=False, js_on_load=_ON_LOAD)
