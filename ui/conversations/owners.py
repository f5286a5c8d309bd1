"""Whose the conversations of a visitor are."""

THIS_MACHINE = ""


def owner_of(local: bool, user: str | None, kept: bool = True) -> str | None:
    """Return the owner of a visitor's conversations; None if they last only as long as the visit.

    A page that asks for a password keeps the conversations of each user apart. A page that only this machine can reach
    keeps one list: whoever can reach it has the machine. On a page that others can reach without a name nobody could
    tell whose they are, so none is kept.

    Args:
        local: whether only this machine can reach the page.
        user: the name of the login; None without one.
        kept: the setting `keep_conversations`.
    """
    if not kept:
        return None
    if user:
        return f"user {user}"
    return THIS_MACHINE if local else None
