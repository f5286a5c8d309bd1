"""Whose conversations are kept, and on which pages none is."""

import pytest

from ui.conversations.owners import owner_of


@pytest.mark.parametrize(
    ("host", "user", "kept", "owner"),
    [
        ("127.0.0.1", None, True, ""),
        ("localhost", None, True, ""),
        ("127.0.0.1", None, False, None),
        ("0.0.0.0", None, True, None),
        ("0.0.0.0", "", True, None),
        ("0.0.0.0", "jana", True, "user jana"),
        ("127.0.0.1", "jana", True, "user jana"),
        ("0.0.0.0", "jana", False, None),
    ],
)
def test_conversations_belong_to_the_machine_or_to_a_user(
    host: str, user: str | None, kept: bool, owner: str | None
) -> None:
    assert owner_of(host, user, kept) == owner
