"""What happens under an answer: files are taken along, and what a visitor says of it is written down."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any, cast

import gradio as gr

from index_store.errors import AbstractQAError
from rag.answer import Answer
from rag.machine.home import home_folder
from ui.asking.shown_turn import ShownTurn
from ui.conversations.feedback import Verdict, append, question_of
from ui.conversations.taken_along import take_all, take_along
from ui.html_pieces import AT_ONCE
from ui.visitor_state import VisitorState

THANKS = "Thank you: this is noted on the machine that serves this page, with the question and the answer."
GONE = "This answer is no longer on the page."
# The bars stand in the conversation, which is another element: the script listens on the whole page.
_SCRIPT = """
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".bar [data-take], .bar [data-verdict]");
  if (!button) return;
  const bar = button.closest(".bar");
  const turn = Number(bar.dataset.turn);
  if (button.dataset.take) {
    trigger("take", { turn, form: button.dataset.take });
    return;
  }
  const told = { turn, verdict: button.dataset.verdict, note: "", citation: "" };
  if (told.verdict === "complaint") {
    const form = bar.querySelector(".complaint");
    told.note = form.querySelector("textarea").value;
    told.citation = form.querySelector("select").value;
    told.verdict = told.citation ? "wrong citation" : "bad answer";
    form.open = false;
  }
  trigger("say", told);
});
"""
_SAVE = "(file) => { if (file) window.abstractQA.save(file); }"


@dataclass(frozen=True)
class ActionElements:
    """`said` tells what became of a click; `file` carries a file to the script that saves it."""

    said: gr.HTML
    file: gr.JSON


def lay_out() -> ActionElements:
    """Lay out what the bars need inside the open Blocks; the bars themselves are HTML of the turns."""
    said = gr.HTML(elem_id="said", apply_default_css=False, js_on_load=_SCRIPT)
    return ActionElements(said, gr.JSON(visible=False))


def wire(elements: ActionElements, visitor: VisitorState) -> None:
    """Say what the buttons of the bars do."""
    taken = elements.said.take(take, [visitor.turns], elements.file, **AT_ONCE)
    taken.then(None, [elements.file], None, js=_SAVE, **AT_ONCE)
    elements.said.say(say, [visitor.turns], elements.said, **AT_ONCE)


def take(turns: tuple[ShownTurn, ...], event: gr.EventData) -> dict[str, str] | None:
    """Return the file that was asked for; None if its answer is no longer on the page."""
    form, answer = str(event._data.get("form")), _answer_at(turns, event)
    if form == "all":
        return asdict(take_all([turn.record for turn in turns if turn.record]))
    return asdict(take_along(answer, form)) if answer else None


def say(turns: tuple[ShownTurn, ...], event: gr.EventData) -> str:
    """Write down what a visitor says of an answer, and return what became of it."""
    answer, told = _answer_at(turns, event), event._data
    if answer is None or told.get("verdict") not in ("good answer", "bad answer", "wrong citation"):
        return _line(GONE)
    before = turns[: int(told["turn"]) - 1]
    history = [{"question": turn.question, "answer": turn.answer} for turn in before if turn.answer]
    number = int(told["citation"]) if str(told.get("citation")).isdigit() else None
    try:
        verdict = cast(Verdict, told["verdict"])
        append(home_folder(), question_of(answer, history, verdict, str(told.get("note", "")), number))
    except AbstractQAError as error:
        return _line(str(error))
    return _line(THANKS)


def _answer_at(turns: tuple[ShownTurn, ...], event: gr.EventData) -> Answer | None:
    number: Any = event._data.get("turn")
    return turns[number - 1].record if isinstance(number, int) and 0 < number <= len(turns) else None


def _line(text: str) -> str:
    return f'<p role="status">{escape(text)}</p>'
