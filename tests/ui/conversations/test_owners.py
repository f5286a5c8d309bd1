"""Whose conversations are kept, and on which pages none is."""

from ui.conversations.owners import THIS_MACHINE, owner_of


def test_only_a_page_of_this_machine_keeps_conversations_and_only_if_it_may() -> None:
    assert owner_of(local=True) == THIS_MACHINE
    assert owner_of(local=False) is None
    assert owner_of(local=True, kept=False) is None
