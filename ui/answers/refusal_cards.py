"""An abstention as a calm card with the nearest papers."""

from html import escape

from rag.answer import Answer
from ui.answers.turns import sources_link


def refusal(number: int, given: Answer) -> str:
    """Return the card of the abstention of turn `number`."""
    nearest = "".join(
        f'<li><span class="score" title="similarity to the question, 0 to 1">{near.score:.2f}</span> '
        f"<span>{escape(near.paper.title)}</span></li>"
        for near in given.nearest
    )
    listed = f"<p>Nearest in the collection:</p><ul>{nearest}</ul>" if nearest else ""
    return (
        f'<section class="refusal" role="status"><h3>{escape(given.text)}</h3>{listed}</section>{sources_link(number)}'
    )
