"""A refusal as a calm card: what kind it is, the sentence that comes nearest, the nearest papers, a way on."""

from html import escape

from index_store.records import Paper
from rag.answer import Answer, NearPaper, Refused
from ui.answers.text_markup import markup

KINDS = {  # a refusal for a paper that is silent says so in its text
    "absent": "Not in these abstracts",
    "premise": "The question assumes otherwise",
}
_NEAREST = " The sentence that comes nearest:"


def refusal(given: Answer, suggestion: str | None = None) -> str:
    """Return the card of an abstention; `suggestion` is a question that the abstracts do answer."""
    why = given.refused or Refused("absent")
    quoted = f"“{why.quote}”"
    said = given.text.removesuffix(quoted).strip()
    said, nearest = said.removesuffix(_NEAREST.strip()).strip(), said.endswith(_NEAREST.strip())
    label = f'<p class="kind">{KINDS[why.why]}</p>' if given.refused and why.why in KINDS else ""
    quote = f'<blockquote dir="auto">{markup(quoted)}</blockquote>' if why.quote and quoted in given.text else ""
    lead = f"<p>{_NEAREST.strip()}</p>" if nearest else ""
    return (
        f'<section class="refusal {why.why}" role="status">{label}<h3>{escape(said)}</h3>{lead}{quote}'
        f"{_nearest(given.nearest, why.paper)}{_suggested(suggestion)}</section>"
    )


def _nearest(near: tuple[NearPaper, ...], refused: Paper | None) -> str:
    papers = "".join(
        f'<li><span class="score" title="similarity to the question, 0 to 1">{one.score:.2f}</span> '
        f'<span dir="auto">{markup(one.paper.title)}</span>'
        f"{'' if one.paper == refused else about_button(one.paper)}</li>"
        for one in near
    )
    return f"<p>Nearest in the collection:</p><ul>{papers}</ul>" if papers else ""


def about_button(paper: Paper) -> str:
    """Return the button that asks the question of one paper alone."""
    named = escape(paper.paper_id)
    return f'<button type="button" class="quiet" data-do="about" data-paper="{named}">Ask about this paper</button>'


def _suggested(question: str | None) -> str:
    if not question:
        return ""
    asked = escape(question)
    button = f'<button type="button" class="quiet suggested" data-do="ask" dir="auto">{asked}</button>'
    return f"<p>You could ask instead: {button}</p>"
