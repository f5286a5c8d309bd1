"""The page: its panels laid out and wired; the papers on the left, the conversation, its sources on the right."""

import gradio as gr

from rag.answering.wanted import USUAL
from rag.assistant import Assistant
from rag.assistants import Assistants
from ui import panel_buttons
from ui.asking import asking_panel
from ui.conversations import answer_actions, conversations_panel, wanted_panel
from ui.conversations.conversations_panel import Keeping
from ui.html_pieces import plain_html
from ui.library import adding_panel, changing_panel, library_panel, scope_panel
from ui.library.scope_panel import ScopeElements
from ui.map import map_panel
from ui.visitor_state import VisitorState

MAX_EVENTS = 1000  # that Gradio holds: questions never wait there, but for the language model
UPLOADS = (600, 600)  # seconds: how often files that visitors sent are looked at, and how old they get


def build_page(assistant: Assistant, local: bool, may_change: bool) -> gr.Blocks:
    """Return the page; a visitor's data stays in the session.

    `local`: only this machine can reach it; `may_change`: papers can be added and removed on it.
    """
    assistants = Assistants(assistant)
    with gr.Blocks(title="abstract-qa", analytics_enabled=False, fill_width=True, delete_cache=UPLOADS) as page:
        visitor = VisitorState(gr.State(()), gr.State(None), gr.State(""), gr.State(USUAL), gr.State(""))
        plain_html(_heading(assistant), elem_id="heading")
        opened = panel_buttons.lay_out({"conversations": "Conversations", "settings": "Settings"})
        kept, wanted, actions = (
            conversations_panel.lay_out(),
            wanted_panel.lay_out(assistant, local),
            answer_actions.lay_out(),
        )
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="library"):
                changing, library = changing_panel.lay_out(may_change), library_panel.lay_out()
            with gr.Column(scale=6, elem_id="left"):
                asking = asking_panel.lay_out()
            with gr.Column(scale=5, elem_id="right"):
                papers_map = map_panel.lay_out(assistant)
                sources = plain_html(elem_id="sources")
        scope = ScopeElements(visitor.scope, asking.scope_line)
        answered = asking_panel.wire(assistants, asking, sources, visitor)
        keeping = Keeping(assistant.settings, local)
        conversations_panel.wire(keeping, kept, asking, sources, visitor, opened, answered)
        wanted_panel.wire(assistant, wanted, visitor, opened, local)
        answer_actions.wire(actions, visitor)
        library_panel.wire(page, assistants, library, scope, visitor)
        scope_panel.wire(assistants, scope, visitor, [map_panel.wire(assistant, papers_map, visitor)])
        if may_change:
            changes = changing_panel.wire(page, assistants, changing, library, scope, visitor)
            changes.append(adding_panel.wire(assistants, adding_panel.lay_out(), changing, scope, visitor))
            library_panel.list_after(changes, assistants, library, visitor)
            map_panel.show_beside_its_papers(changes, assistant, papers_map, visitor)
    return page.queue(max_size=MAX_EVENTS, api_open=False)


def _heading(assistant: Assistant) -> str:
    about = "Every statement cites the sentence it rests on"
    about += "" if assistant.settings.llm_url else " · runs on this machine"
    toggle = '<button type="button" id="library-toggle" aria-controls="library" aria-expanded="false">Papers</button>'
    return f"{toggle}<h1>abstract-qa</h1><p>{about}</p>"
