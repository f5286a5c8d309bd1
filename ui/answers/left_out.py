"""What the program did to the model's draft: sentences left out, and quotations added, each with its reason."""

from rag.answer import Answer, WhyLeftOut
from rag.steps import EXTRACTIVE
from ui.answers.text_markup import counted, markup

REASONS: dict[WhyLeftOut, str] = {
    "unsupported": "left out: no sentence of the abstracts supports it",
    "no answer": "left out: it does not answer the question",
}
ADDED = "added: it is part of the answer, and the draft does not say it"


def changes(given: Answer) -> str:
    """Return what was left out of a draft and added to it, folded away; empty if nothing was."""
    lines = [(f'<s dir="auto">{markup(left.text)}</s>', REASONS[left.why]) for left in given.left_out]
    added = [s for s in given.sentences if s.kind == "quoted"] if given.model != EXTRACTIVE else []
    lines += [(markup(sentence.text), ADDED) for sentence in added]
    if not lines:
        return ""
    told = [(len(given.left_out), "sentence", "left out"), (len(added), "quotation", "added")]
    items = "".join(f'<li>{text} <span class="reason">{reason}</span></li>' for text, reason in lines)
    summary = " · ".join(f"{counted(count, noun)} {done}" for count, noun, done in told if count)
    return f'<details class="changes"><summary>Draft checked: {summary}</summary><ul>{items}</ul></details>'
