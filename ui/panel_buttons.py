"""The buttons that open and close the panels over the page: one panel at a time, Escape closes it."""

from collections.abc import Mapping
from html import escape

import gradio as gr

_SCRIPT = """
const buttons = () => [...element.querySelectorAll("button[data-panel]")];
const panelOf = (button) => document.getElementById(button.dataset.panel);
const isOpen = (button) => button.getAttribute("aria-expanded") === "true";
function put(button, open) {
  button.setAttribute("aria-expanded", open);
  panelOf(button)?.classList.toggle("open", open);
}
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-panel]");
  if (!button) return;
  const open = !isOpen(button);
  buttons().forEach((other) => put(other, other === button && open));
  if (!open) return;
  trigger("panel_opened", { panel: button.dataset.panel });
  panelOf(button)?.querySelector("input, textarea, select, button")?.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  const button = event.key === "Escape" && buttons().find(isOpen);
  if (!button) return;
  put(button, false);
  button.focus();
});
document.addEventListener("pointerdown", (event) => {
  if (element.contains(event.target)) return;
  buttons().filter(isOpen).forEach((button) => {
    if (!panelOf(button)?.contains(event.target)) put(button, false);
  });
});
"""


def lay_out(panels: Mapping[str, str]) -> gr.HTML:
    """Lay out a button a panel, from the panel's id to the button's label; `panel_opened` is its event."""
    buttons = "".join(
        f'<button type="button" data-panel="{escape(panel)}" aria-controls="{escape(panel)}" aria-expanded="false">'
        f"{escape(label)}</button>"
        for panel, label in panels.items()
    )
    html = f'<nav aria-label="Panels">{buttons}</nav>'
    return gr.HTML(html, elem_id="panel-buttons", apply_default_css=False, js_on_load=_SCRIPT)
