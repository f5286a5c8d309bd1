"""The map of the papers behind a fold: made when it is opened; tells what is pointed at, and sets the scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index_store.errors import AbstractQAError
from index_store.paper_conditions import Conditions
from rag.assistant import Assistant
from ui.answers.paper_card import known_of
from ui.answers.turns import notice
from ui.html_pieces import AT_ONCE
from ui.map.map_html import WAITING, map_html
from ui.visitor_state import VisitorState

# Gradio hands `server`, `trigger` and `watch` to this script alone; what uses them is in static/map.js.
ON_LOAD = """
element.askMap = server;
element.addEventListener('map-scope', (event) => trigger('scoped', event.detail));
const show = () => document.dispatchEvent(new CustomEvent('map-shown', { detail: element }));
watch('value', show);
show();
"""


@dataclass(frozen=True)
class MapElements:
    """The elements of the panel; `drawn` is the name of the index whose map a visitor has."""

    fold: gr.Accordion
    plane: gr.HTML
    drawn: gr.State


def lay_out(assistant: Assistant) -> MapElements:
    """Lay out the panel, folded, inside the open Blocks."""

    def paper_at(asked: list[Any]) -> dict[str, str] | None:
        """Return id, title and record of the paper at a place of the map of an index; None if that is gone."""
        index, place = asked
        ids = _ids(assistant, index, [place])
        if not ids:
            return None
        paper = assistant.papers(Conditions(papers=ids))[0]
        return {"id": paper.paper_id, "title": paper.title, "known": " · ".join(known_of(paper))}

    def places_of(asked: list[Any]) -> list[int]:
        """Return the places of papers on the map of an index."""
        index, papers = asked
        drawn, wanted = assistant.map(), set(map(str, papers))
        points = drawn.points if drawn.index == index else ()
        return [place for place, point in enumerate(points) if point.paper_id in wanted]

    with gr.Accordion("Map of the papers", open=False, elem_id="map") as fold:
        plane = gr.HTML(WAITING, apply_default_css=False, js_on_load=ON_LOAD, server_functions=[paper_at, places_of])
    return MapElements(fold, plane, gr.State(""))


def wire(assistant: Assistant, elements: MapElements, visitor: VisitorState) -> Dependency:
    """Say what happens on the panel, which is drawn when opened; return what sets the scope of the questions."""

    def opened(drawn: str) -> tuple[Any, Any]:
        try:
            present = assistant.map()
        except AbstractQAError as error:
            return notice(str(error)), ""
        return (gr.skip(), gr.skip()) if present.index == drawn else (map_html(present), present.index)

    def scoped(event: gr.EventData) -> Any:
        papers = _ids(assistant, event.index, event.places)
        if event.places and not papers:
            return gr.skip()  # of a map that is outdated
        return Conditions(papers=papers) if papers else None

    elements.fold.expand(opened, [elements.drawn], [elements.plane, elements.drawn], **AT_ONCE)
    return elements.plane.scoped(scoped, None, [visitor.scope], **AT_ONCE)


def show_beside_its_papers(
    changes: Iterable[Dependency], assistant: Assistant, elements: MapElements, visitor: VisitorState
) -> None:
    """Hide the map after events that choose another collection than that of its papers, and show it after others."""

    def shown(collection: str) -> Any:
        return gr.update(visible=collection in ("", assistant.settings.collection))

    for change in changes:
        change.then(shown, visitor.collection, elements.fold, **AT_ONCE)


def _ids(assistant: Assistant, index: str, places: list[int]) -> tuple[str, ...]:
    """Return the ids of the papers at places of the map of an index; none if there is a newer one."""
    drawn = assistant.map()
    if drawn.index != index:
        return ()
    return tuple(drawn.points[place].paper_id for place in places if 0 <= place < len(drawn.points))
