"""The left of the page: the papers, searched as one types, filtered, ticked to be asked, opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index_store.paper_conditions import Conditions
from rag.assistants import Assistants
from ui.html_pieces import AT_ONCE, told_html
from ui.library.filters import ORDERS, query_of
from ui.library.opened_paper import opened_paper
from ui.library.paper_rows import SHOWN, paper_rows
from ui.library.scope_panel import ScopeElements, scoped
from ui.visitor_state import VisitorState


@dataclass(frozen=True)
class LibraryElements:
    """The elements of the panel; `fields` are those that say what is listed."""

    search: gr.Textbox
    order: gr.Dropdown
    first: gr.Textbox
    last: gr.Textbox
    author: gr.Textbox
    venue: gr.Textbox
    keyword: gr.Textbox
    source: gr.Dropdown
    papers: gr.HTML
    opened: gr.HTML

    @property
    def fields(self) -> list[Any]:
        """Return the fields in the order of the arguments of `query_of`."""
        named = (self.search, self.order, self.first, self.last, self.author, self.venue, self.keyword, self.source)
        return list(named)


def lay_out() -> LibraryElements:
    """Lay out the panel inside the open Blocks."""
    search = gr.Textbox(
        "",
        label="Search the papers", placeholder="Title, abstract or author", show_label=False, container=False,
        elem_id="library-search",
    )  # fmt: skip
    with gr.Row(elem_id="years"):
        first, last = (
            gr.Textbox(
                "", label=label, placeholder=label, show_label=False, container=False, max_length=4, min_width=60
            )
            for label in ("From year", "To year")
        )
    with gr.Accordion("More filters, order", open=False, elem_id="filters"):
        order = gr.Dropdown(list(ORDERS), value="newest", label="Order", filterable=False)
        author, venue, keyword = (
            gr.Textbox("", label=label) for label in ("Author", "Journal or conference", "Keyword")
        )
        source = gr.Dropdown([("Any", "")], value="", label="Read from")
    papers, opened = told_html("papers"), told_html("opened-paper")
    return LibraryElements(search, order, first, last, author, venue, keyword, source, papers, opened)


def wire(
    page: gr.Blocks, assistants: Assistants, elements: LibraryElements, scope: ScopeElements, visitor: VisitorState
) -> None:
    """Say what happens on the panel."""
    listed, inputs, papers = _listing(assistants), [visitor.collection, *elements.fields], elements.papers

    def more(event: gr.EventData, *fields: Any) -> str:
        return listed(*fields, limit=int(event.limit))

    def ask_found(collection: str, *fields: Any) -> dict:
        found = assistants.browser_of(collection).find(query_of(*fields))
        ids = tuple(listed.paper_id for listed in found)
        return scoped(assistants, scope, Conditions(papers=ids) or None, collection)

    def ask_ticked(collection: str, event: gr.EventData) -> dict:
        return scoped(assistants, scope, Conditions(papers=tuple(map(str, event.papers))) or None, collection)

    def opened(collection: str, event: gr.EventData) -> str:
        return opened_paper(assistants.browser_of(collection).paper(str(event.paper)))

    page.load(_sources(assistants), visitor.collection, elements.source, **AT_ONCE)
    typed = [field.change for field in elements.fields]  # `input` tells only of keys
    gr.on([page.load, *typed], listed, inputs, papers, trigger_mode="always_last", **AT_ONCE)  # one after the other
    papers.input(more, inputs, papers, **AT_ONCE)
    papers.submit(ask_found, inputs, scope.outputs, **AT_ONCE)
    gr.on([papers.select, elements.opened.select], ask_ticked, visitor.collection, scope.outputs, **AT_ONCE)
    papers.click(opened, visitor.collection, elements.opened, **AT_ONCE)


def list_after(
    changes: Iterable[Dependency], assistants: Assistants, elements: LibraryElements, visitor: VisitorState
) -> None:
    """List the papers anew after events that change them."""
    for change in changes:
        change.then(_listing(assistants), [visitor.collection, *elements.fields], elements.papers, **AT_ONCE)
        change.then(_sources(assistants), visitor.collection, elements.source, **AT_ONCE)


def _listing(assistants: Assistants) -> Callable[..., str]:
    """Return the handler that lists what the fields of a visitor say."""

    def listed(collection: str, *fields: Any, limit: int = SHOWN) -> str:
        papers, wanted = assistants.browser_of(collection).papers, query_of(*fields)
        return paper_rows(papers.find(wanted), len(papers), wanted, limit)

    return listed


def _sources(assistants: Assistants) -> Callable[[str], Any]:
    def sources(collection: str) -> Any:
        named = assistants.browser_of(collection).sources()
        return gr.update(choices=[("Any", ""), *((f"{file} ({count:,})", file) for file, count in named)], value="")

    return sources
