"""The panel of kept conversations: found by words, opened, continued, deleted; and the keeping of each answer."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from index_store.errors import AbstractQAError
from rag.machine.home import home_folder
from rag.settings import Settings
from ui.asking.asking_panel import AskingElements
from ui.asking.changes import Updates
from ui.asking.shown_turn import ShownTurn
from ui.conversations.conversation_list import conversation_list, not_kept
from ui.conversations.conversation_store import FILE, Conversations
from ui.conversations.kept_turn import KeptTurn
from ui.conversations.owners import owner_of
from ui.conversations.shown_again import shown_again
from ui.html_pieces import AT_ONCE
from ui.visitor_state import VisitorState

NOT_KEPT = "Conversations are not kept on this page: they end when it is closed."
# A click on a conversation opens it; Delete asks once more before it does so.
_LIST_SCRIPT = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open], [data-delete]");
  element.querySelectorAll("[data-sure]").forEach((other) => {
    if (other !== button) { delete other.dataset.sure; other.textContent = "Delete"; }
  });
  if (!button) return;
  if (button.dataset.open) {
    if (!document.getElementById("stop")) trigger("open_kept", { id: button.dataset.open });
  } else if (button.dataset.sure) {
    trigger("delete_kept", { id: button.dataset.delete });
  } else {
    button.dataset.sure = "asked";
    button.textContent = "Delete for good?";
  }
});
"""


@dataclass(frozen=True)
class ConversationElements:
    """The elements of the panel; `kept` is how many turns of the visitor's conversation are in the store."""

    kept: gr.State
    words: gr.Textbox
    listed: gr.HTML


def lay_out() -> ConversationElements:
    """Lay out the panel inside the open Blocks; the button that opens it is among the panel buttons."""
    with gr.Column(elem_id="conversations", elem_classes="popover"):
        words = gr.Textbox(
            "", label="Find a conversation", placeholder="Find by words", show_label=False, container=False,
            elem_id="conversations-search",
        )  # fmt: skip
        listed = gr.HTML(elem_id="conversations-list", apply_default_css=False, js_on_load=_LIST_SCRIPT)
    return ConversationElements(gr.State(0), words, listed)


@dataclass(frozen=True)
class Keeping:
    """Where conversations are kept, and whose a visitor's are; `local`: only this machine can reach the page."""

    settings: Settings
    local: bool

    @property
    def store(self) -> Conversations:
        """Return the conversations of the home folder."""
        return Conversations(home_folder() / FILE)

    @property
    def owner(self) -> str | None:
        """Return the owner of a visitor's conversations; None if none are kept."""
        return owner_of(self.local, self.settings.keep_conversations)

    def listed(self, words: str, shown: str) -> str:
        """Return a visitor's list as HTML, or why there is none."""
        owner = self.owner
        if owner is None:
            return not_kept(NOT_KEPT)
        try:
            return conversation_list(self.store.listed(owner, words), shown, time.time(), words)
        except AbstractQAError as error:
            return not_kept(str(error))


def wire(
    keeping: Keeping,
    elements: ConversationElements,
    asking: AskingElements,
    sources: gr.HTML,
    visitor: VisitorState,
    opened: gr.HTML,
    answered: Iterable[Any],
) -> None:
    """Say what happens on the panel.

    `opened` has the buttons that open panels; `answered` are the events after which a question has its answer.
    """
    find = [elements.words, visitor.conversation]
    latest = {**AT_ONCE, "trigger_mode": "always_last"}
    for listen in (elements.words.change, opened.panel_opened):
        listen(keeping.listed, find, elements.listed, **latest)
    keep = [visitor.turns, visitor.conversation, elements.kept]
    kept = [visitor.conversation, elements.kept, elements.listed]
    for event in answered:
        event.then(_keeping(keeping), [*keep, elements.words], kept, **AT_ONCE)
    shown = [asking.conversation, asking.present, sources, asking.status, asking.examples, asking.clear, visitor.turns]
    elements.listed.open_kept(
        _opening(keeping, elements, asking, sources, visitor), [elements.words], [*shown, *kept], **AT_ONCE
    )
    elements.listed.delete_kept(_deleting(keeping), find, [visitor.conversation, elements.listed], **AT_ONCE)


def _keeping(keeping: Keeping) -> Callable[..., tuple[str, int, str]]:
    """Return the handler that keeps what was answered since the last time."""

    def keep(turns: tuple[ShownTurn, ...], conversation: str, kept: int, words: str) -> tuple[str, int, str]:
        owner = keeping.owner
        if owner is None:
            return "", 0, not_kept(NOT_KEPT)
        try:
            for turn in turns[kept if conversation else 0 :]:
                if turn.record is not None:
                    one = KeptTurn(turn.record, turn.evidence)
                    conversation = keeping.store.keep(owner, conversation, one)
        except AbstractQAError as error:
            return conversation, len(turns), not_kept(str(error))
        return conversation, len(turns), keeping.listed(words, conversation)

    return keep


def _opening(
    keeping: Keeping, elements: ConversationElements, asking: AskingElements, sources: gr.HTML, visitor: VisitorState
) -> Callable[..., Updates]:
    def opened(words: str, event: gr.EventData) -> Updates:
        owner, wanted = keeping.owner, str(event._data["id"])
        try:
            kept = keeping.store.turns(owner, wanted) if owner is not None else []
        except AbstractQAError as error:
            return {elements.listed: not_kept(str(error))}
        if not kept:
            return {elements.listed: keeping.listed(words, "")}
        turns = tuple(shown_again(number, turn) for number, turn in enumerate(kept, start=1))
        return {
            asking.conversation: "".join(turn.body for turn in turns),
            asking.present: "",
            sources: "".join(turn.sources for turn in turns),
            asking.status: "",
            asking.examples: gr.update(visible=False),
            asking.clear: gr.update(visible=True),
            visitor.turns: turns,
            visitor.conversation: wanted,
            elements.kept: len(turns),
            elements.listed: keeping.listed(words, wanted),
        }

    return opened


def _deleting(keeping: Keeping) -> Callable[..., tuple[str, str]]:
    def delete(words: str, shown: str, event: gr.EventData) -> tuple[str, str]:
        owner, gone = keeping.owner, str(event._data["id"])
        if owner is None:
            return shown, not_kept(NOT_KEPT)
        try:
            keeping.store.delete(owner, gone)
        except AbstractQAError as error:
            return shown, not_kept(str(error))
        return shown, keeping.listed(words, shown)

    return delete
