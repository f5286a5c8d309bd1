"""A piece of HTML whose buttons the panel's script turns into events."""

from typing import Any

import gradio as gr

AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}  # waits for nobody

# The script has no `trigger` of its own: it sends "tell" up from a button, with the name of an event and its data.
_ON_LOAD = 'element.addEventListener("tell", (event) => trigger(event.detail.name, event.detail.data));'


def told_html(elem_id: str) -> gr.HTML:
    """Return an empty piece of HTML in the open Blocks, without Gradio's own looks."""
    return gr.HTML(elem_id=elem_id, apply_default_css=False, js_on_load=_ON_LOAD)
