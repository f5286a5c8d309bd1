"""The list of kept conversations as HTML; all text is escaped."""

import time
from collections.abc import Sequence
from html import escape

from ui.answers.text_markup import counted
from ui.conversations.conversation_store import Conversation

DAY_SECONDS = 86_400


def conversation_list(kept: Sequence[Conversation], shown: str, now: float, words: str = "") -> str:
    """Return the conversations, latest first; `shown` is the id of the one on the page, `now` in seconds since 1970."""
    if not kept:
        said = "None has all of these words." if words.strip() else "None yet. Each is kept with its first answer."
        return f'<p class="none">{said}</p>'
    return f"<ul>{''.join(_item(one, one.id == shown, now) for one in kept)}</ul>"


def not_kept(why: str) -> str:
    """Return what stands in place of the list on a page that keeps none."""
    return f'<p class="none">{escape(why)}</p>'


def _item(one: Conversation, is_shown: bool, now: float) -> str:
    title, name = escape(one.title), escape(one.id)
    facts = f"{counted(one.turns, 'answer')} · {escape(_when(one.changed, now))}"
    current = ' aria-current="true"' if is_shown else ""
    return (
        f'<li><button type="button" class="open" data-open="{name}"{current}><bdi>{title}</bdi>'
        f"<small>{facts}</small></button>"
        f'<button type="button" class="delete" data-delete="{name}" aria-label="Delete: {title}">Delete</button></li>'
    )


def _when(changed: float, now: float) -> str:
    then, today = time.localtime(changed), time.localtime(now)
    if then[:3] == today[:3]:
        return time.strftime("today %H:%M", then)
    if then[:3] == time.localtime(now - DAY_SECONDS)[:3]:
        return time.strftime("yesterday %H:%M", then)
    return time.strftime("%Y-%m-%d", then)
