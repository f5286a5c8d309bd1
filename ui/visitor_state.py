"""What the panels share of one visitor: state of the visitor's session, never of the program."""

from dataclasses import dataclass

import gradio as gr


@dataclass(frozen=True)
class VisitorState:
    """`turns`: the tuple of ShownTurn; `scope`: the Conditions on the papers that are asked, None for all papers;
    `conversation`: the id of the kept conversation, empty if none is kept; `wanted`: the Wanted of answers;
    `collection`: the name of the collection that is asked, empty for the one that the page was opened with.
    """

    turns: gr.State
    scope: gr.State
    conversation: gr.State
    wanted: gr.State
    collection: gr.State
