"""The page: its panels laid out and wired, the conversation on the left, its sources on the right."""

import gradio as gr

from rag.answering.wanted import USUAL
from rag.assistant import Assistant
from ui import panel_buttons
from ui.asking import asking_panel
from ui.asking.asking_panel import plain_html
from ui.conversations import answer_actions, conversations_panel, wanted_panel
from ui.conversations.conversations_panel import Keeping
from ui.map import map_panel
from ui.visitor_state import VisitorState

MAX_EVENTS = 1000  # that Gradio holds: questions never wait there, but for the language model


def build_page(assistant: Assistant, local: bool) -> gr.Blocks:
    """Return the page; `local`: only this machine can reach it. A visitor's data stays in the session."""
    with gr.Blocks(title="abstract-qa", analytics_enabled=False, fill_width=True) as page:
        visitor = VisitorState(gr.State(()), scope=gr.State(None), conversation=gr.State(""), wanted=gr.State(USUAL))
        plain_html(_heading(assistant), elem_id="heading")
        opened = panel_buttons.lay_out({"conversations": "Conversations", "settings": "Settings"})
        kept, wanted, actions = (
            conversations_panel.lay_out(),
            wanted_panel.lay_out(assistant, local),
            answer_actions.lay_out(),
        )
        with gr.Row(elem_id="columns"):
            with gr.Column(scale=6, elem_id="left"):
                asking = asking_panel.lay_out()
            with gr.Column(scale=5, elem_id="right"):
                papers_map = map_panel.lay_out(assistant)
                sources = plain_html(elem_id="sources")
        answered = asking_panel.wire(assistant, asking, sources, visitor)
        keeping = Keeping(assistant.settings, local)
        conversations_panel.wire(keeping, kept, asking, sources, visitor, opened, answered)
        wanted_panel.wire(assistant, wanted, visitor, opened, local)
        answer_actions.wire(actions, visitor)
        map_panel.wire(assistant, papers_map, visitor)
    return page.queue(max_size=MAX_EVENTS, api_open=False)


def _heading(assistant: Assistant) -> str:
    about = f"{len(assistant.papers()):,} papers · every statement cites the sentence it rests on"
    about += "" if assistant.settings.llm_url else " · runs on this machine"
    return f"<h1>abstract-qa</h1><p>{about}</p>"
