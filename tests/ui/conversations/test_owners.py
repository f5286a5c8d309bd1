"""Whose conversations are kept, and on which pages none is."""

import pytest

from ui.conversations.owners import owner_of


@pytest.mark.parametrize(
    ("local", "user", "kept", "owner"),
    [
        (True, None, True, ""),
        (True, None, False, None),
        (False, None, True, None),
        (False, "", True, None),
        (False, "jana", True, "user jana"),
        (True, "jana", True, "user jana"),
        (False, "jana", False, None),
    ],
)
def test_conversations_belong_to_the_machine_or_to_a_user(
    local: bool, user: str | None, kept: bool, owner: str | None
) -> None:
    assert owner_of(local, user, kept) == owner
