"""Whose the conversations of a visitor are."""

THIS_MACHINE = ""


def owner_of(local: bool, kept: bool = True) -> str | None:
    """Return the owner of a visitor's conversations; None if they last only as long as the visit.

    A page that only this machine can reach keeps one list: whoever can reach it has the machine. On a shared page one
    password serves all, and any name will do: a name proves nothing, nobody could tell whose they are, so none is kept.

    Args:
        local: whether only this machine can reach the page.
        kept: the setting `keep_conversations`.
    """
    return THIS_MACHINE if local and kept else None
