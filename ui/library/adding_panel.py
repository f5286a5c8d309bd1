"""Papers of one's own: files are dropped or text is pasted, what they hold is shown, and kept or discarded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index_store.errors import AbstractQAError
from rag.assistants import Assistants
from rag.ingest.formats.known import NAMES
from ui.asking.changes import Updates
from ui.html_pieces import AT_ONCE, QUIET, plain_html
from ui.library import changing_panel
from ui.library.adding_report import preview_of, problem, progress_of
from ui.library.changing_panel import ChangingElements
from ui.library.keeping import kept
from ui.library.scope_panel import ScopeElements, scoped
from ui.library.visitor_files import Held, hold, let_go
from ui.visitor_state import VisitorState

HELD_SECONDS = 3600  # files of a visitor who never decides

KEEPING: dict[str, Any] = {**QUIET, "concurrency_id": "keep", "concurrency_limit": 2}


@dataclass(frozen=True)
class AddingElements:
    """The elements of the sheet; `held` are the files of the visitor."""

    sheet: gr.Column
    held: gr.State
    files: gr.File
    pasted: gr.Textbox
    into: gr.Dropdown
    show: gr.Button
    shown: gr.HTML
    keep: gr.Button
    discard: gr.Button
    close: gr.Button


def lay_out() -> AddingElements:
    """Lay out the sheet inside the open Blocks; it is not shown yet."""
    held = gr.State(None, time_to_live=HELD_SECONDS, delete_callback=let_go)
    with gr.Column(visible=False, elem_id="adding") as sheet:
        plain_html(f"<h2>Add papers</h2><p>Formats: {NAMES}; zipped too.</p>")
        files = gr.File(label="Files of papers", file_count="multiple", elem_id="dropped", height=120)
        pasted = gr.Textbox("", label="Or paste them as text", lines=3, max_lines=8, elem_id="pasted")
        into = gr.Dropdown(
            label="Into the collection (a new name makes a new one)", allow_custom_value=True, elem_id="into"
        )
        show = gr.Button("Show what is in it", elem_id="show-preview")
        shown = plain_html("", "preview")
        with gr.Row(elem_id="deciding"):
            keep = gr.Button("Keep", variant="primary", visible=False, elem_id="keep")
            discard = gr.Button("Discard", visible=False, elem_id="discard")
            close = gr.Button("Close", elem_id="close-adding")
    return AddingElements(sheet, held, files, pasted, into, show, shown, keep, discard, close)


def wire(
    assistants: Assistants,
    elements: AddingElements,
    changing: ChangingElements,
    scope: ScopeElements,
    visitor: VisitorState,
) -> Dependency:
    """Say what happens on the sheet, and return what changes the papers; called only where they may be changed."""
    all_of_it = list(vars(elements).values())
    stored = [changing.collection, changing.note, changing.undo, changing.changed, visitor.collection, *scope.outputs]

    def opened(collection: str) -> Updates:
        return {elements.sheet: gr.update(visible=True), elements.into: changing_panel.choices(assistants, collection)}

    def preview(files: list[str] | None, pasted: str, into: str, held: Held | None) -> Updates:
        let_go(held)
        return _previewed(assistants, elements, files or [], pasted, into)

    def discard(held: Held | None) -> Updates:
        let_go(held)
        return {**_emptied(elements), elements.shown: ""}

    def closed(held: Held | None) -> Updates:
        return {**discard(held), elements.sheet: gr.update(visible=False)}

    def keep(held: Held | None, collection: str) -> Iterator[Updates]:
        yield {elements.keep: gr.update(visible=False), elements.discard: gr.update(visible=False)}
        for step in kept(assistants, held):
            yield {elements.shown: step.shown}
            if held and step.is_stored:
                updates = changing_panel.changed(assistants, changing, held.collection, problem(step.said))
                yield {**updates, changing.collection: changing_panel.choices(assistants, held.collection)}
                if held.collection != (collection or assistants.first.settings.collection):
                    yield {visitor.collection: held.collection, **scoped(assistants, scope, None, held.collection)}
        yield _emptied(elements)

    changing.add.click(opened, visitor.collection, all_of_it, **AT_ONCE)
    asked = gr.on(
        [elements.files.upload, elements.show.click], lambda: progress_of(0, 0), None, elements.shown, **AT_ONCE
    )
    given = [elements.files, elements.pasted, elements.into, elements.held]
    asked.then(preview, given, all_of_it, **AT_ONCE)
    elements.discard.click(discard, elements.held, all_of_it, **AT_ONCE)
    elements.close.click(closed, elements.held, all_of_it, **AT_ONCE)
    return elements.keep.click(keep, [elements.held, visitor.collection], [*all_of_it, *stored], **KEEPING)


def _previewed(assistants: Assistants, elements: AddingElements, files: list[str], pasted: str, into: str) -> Updates:
    """Return the updates that show what files and a text hold; they are held until the visitor decides."""
    if not files and not pasted.strip():
        return {**_emptied(elements), elements.shown: problem("Drop files or paste text first.")}
    try:
        held = hold(files, pasted, into)
    except OSError:
        return {**_emptied(elements), elements.shown: problem("A file did not arrive whole: drop it again.")}
    try:
        found = assistants.of(into).preview(*held.paths)
    except AbstractQAError as error:
        let_go(held)
        return {**_undecided(elements, None), elements.shown: problem(str(error))}
    is_any = bool(found.papers)
    if not is_any:
        let_go(held)
    return {**_undecided(elements, held if is_any else None), elements.shown: preview_of(found, into)}


def _undecided(elements: AddingElements, held: Held | None) -> Updates:
    decides = gr.update(visible=held is not None)
    return {elements.held: held, elements.keep: decides, elements.discard: decides, elements.files: None}


def _emptied(elements: AddingElements) -> Updates:
    return {**_undecided(elements, None), elements.pasted: ""}
