"""What changes the collection from the library: another one chosen, papers removed, the last change undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index_store.errors import AbstractQAError
from index_store.records import SEEDS
from rag.assistants import Assistants
from ui.answers.text_markup import counted
from ui.asking.changes import Updates
from ui.html_pieces import AT_ONCE, plain_html
from ui.library.adding_report import problem, removed_of
from ui.library.library_panel import LibraryElements
from ui.library.scope_panel import ScopeElements, scoped
from ui.visitor_state import VisitorState

_REMOVE = '<button type="button" data-remove disabled>Remove ticked</button>'  # the script tells `papers` of a click


@dataclass(frozen=True)
class ChangingElements:
    """The elements of the panel; `changed` is the generation that the visitor's last change has made."""

    collection: gr.Dropdown
    add: gr.Button
    note: gr.HTML
    undo: gr.Button
    changed: gr.State


def lay_out(may_change: bool) -> ChangingElements:
    """Lay out the panel inside the open Blocks; nothing of it is shown to who may not change the papers."""
    with gr.Row(visible=may_change, elem_id="changing"):
        collection = gr.Dropdown(label="Collection", filterable=False, min_width=90, elem_id="collection")
        add = gr.Button("Add papers (BibTeX, RIS, CSV…)", scale=0, min_width=100, elem_id="add-papers")
        plain_html(_REMOVE, elem_id="remove-papers")
    note = plain_html(elem_id="library-note")
    undo = gr.Button("Undo", visible=False, elem_id="undo-papers")
    return ChangingElements(collection, add, note, undo, gr.State(""))


def wire(
    page: gr.Blocks,
    assistants: Assistants,
    elements: ChangingElements,
    library: LibraryElements,
    scope: ScopeElements,
    visitor: VisitorState,
) -> list[Dependency]:
    """Say what happens on the panel, and return what changes the papers; called only where they may be changed."""
    outputs = [elements.note, elements.undo, elements.changed, library.opened]
    collection, chosen = visitor.collection, [visitor.collection, elements.changed]

    def choose(name: str) -> Updates:
        return {collection: name, elements.undo: gr.update(visible=False), **scoped(assistants, scope, None, name)}

    page.load(lambda: choices(assistants, ""), None, elements.collection, **AT_ONCE)
    another = [collection, elements.undo, *scope.outputs]
    return [
        elements.collection.input(choose, elements.collection, another, **AT_ONCE),
        library.papers.delete(_removing(assistants, elements, library), collection, outputs, **AT_ONCE),
        elements.undo.click(_undoing(assistants, elements, library), chosen, outputs, **AT_ONCE),
    ]


def choices(assistants: Assistants, chosen: str) -> Any:
    """Return the update that offers every collection."""
    said = {SEEDS: f"{SEEDS} (came with the program)"}
    named = [(said.get(name, name), name) for name in assistants.names()]
    return gr.update(choices=named, value=chosen or assistants.first.settings.collection)


def changed(assistants: Assistants, elements: ChangingElements, collection: str, note: str) -> Updates:
    """Return the updates after a change of the papers, which can be undone."""
    generation = assistants.browser_of(collection).generation
    return {elements.note: note, elements.undo: gr.update(visible=True), elements.changed: generation}


def _removing(assistants: Assistants, elements: ChangingElements, library: LibraryElements) -> Callable[..., Updates]:
    def remove(collection: str, event: gr.EventData) -> Updates:
        try:
            removed = assistants.of(collection).remove(*map(str, event.papers))
        except AbstractQAError as error:
            return {elements.note: problem(str(error))}
        return {**changed(assistants, elements, collection, removed_of(removed)), library.opened: ""}

    return remove


def _undoing(assistants: Assistants, elements: ChangingElements, library: LibraryElements) -> Callable[..., Updates]:
    def undo(collection: str, generation: str) -> Updates:
        done = {elements.undo: gr.update(visible=False), elements.changed: "", library.opened: ""}
        if assistants.browser_of(collection).generation != generation:
            return {**done, elements.note: problem("Not undone: the papers have changed since.")}
        try:
            assistants.of(collection).undo()
        except AbstractQAError as error:
            return {**done, elements.note: problem(str(error))}
        count = len(assistants.browser_of(collection).papers)
        return {**done, elements.note: problem(f"Undone: back to {counted(count, 'paper')}.")}

    return undo
