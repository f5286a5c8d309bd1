"""What can be told of the language model without asking it."""

from dataclasses import dataclass
from typing import Literal

Doing = Literal["not loaded", "loading", "ready", "working", "elsewhere"]


@dataclass(frozen=True)
class ModelState:
    """The model by name, where it runs, and what it does: "elsewhere" for one on a server, which does not tell.

    `where` names the runtime, or the server. `questions` are those that it serves and those that wait for it.
    """

    name: str
    where: str
    doing: Doing
    questions: int = 0
