"""The line above the question box that says which papers are asked, and the button that asks all again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index_store.paper_conditions import Conditions
from rag.assistants import Assistants
from ui.answers.scope_text import NAMED, scope_line
from ui.html_pieces import AT_ONCE
from ui.visitor_state import VisitorState


@dataclass(frozen=True)
class ScopeElements:
    """The state that says which papers a visitor asks, and the line that shows it: they change together."""

    scope: gr.State
    line: gr.HTML

    @property
    def outputs(self) -> list[Any]:
        """Return what a handler that changes the scope has as its outputs."""
        return [self.scope, self.line]


def wire(
    assistants: Assistants, elements: ScopeElements, visitor: VisitorState, set_elsewhere: Iterable[Dependency]
) -> None:
    """Say what happens on the line; `set_elsewhere` are events after which the scope may be another."""

    def shown(scope: Conditions | None, collection: str) -> str:
        return _line(assistants, scope, collection)

    chosen = [visitor.scope, visitor.collection]
    for event in set_elsewhere:
        event.then(shown, chosen, elements.line, **AT_ONCE)
    elements.line.click(lambda: scoped(assistants, elements, None, ""), None, elements.outputs, **AT_ONCE)


def scoped(assistants: Assistants, elements: ScopeElements, scope: Conditions | None, collection: str) -> dict:
    """Return the updates of `elements.outputs` for a new scope; of None all papers are asked."""
    return {elements.scope: scope, elements.line: _line(assistants, scope, collection)}


def _line(assistants: Assistants, scope: Conditions | None, collection: str) -> str:
    browser = assistants.browser_of(collection)
    papers = [browser.paper(paper_id) for paper_id in scope.papers[:NAMED]] if scope else []
    return scope_line(scope, [paper.title for paper in papers if paper])
