"""What undo brings back, and what is no change to undo."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.speed.made_papers import MadeEmbedder
from index_store.generations import current_generation
from rag.ingest.indexing import Change, open_index, rebuild, repair, undo, update_index
from tests.rag.ingest.storing.small_papers import Store, numbered


def test_undo_brings_back_what_was_before_and_takes_no_number_twice(
    store: Store, folder: Path, made: MadeEmbedder
) -> None:
    assert undo(folder, made) is None
    store(*numbered(0, 2)).close()
    undone = store(*numbered(2, 3), removed=["p0"])
    index = undo(folder, made)
    assert index is not None
    assert index.table.papers() == numbered(0, 2)
    assert undone.table.papers() == numbered(1, 3)  # whoever still reads it can
    assert undo(folder, made) is None
    again = store(*numbered(5, 6))
    assert again.folder.name > undone.folder.name
    assert [p.paper_id for p in again.table.papers()] == ["p0", "p1", "p5"]
    assert undo(folder, made).table.papers() == numbered(0, 2)  # type: ignore[union-attr]


def test_decisions_are_made_on_what_is_stored(store: Store, folder: Path, made: MadeEmbedder) -> None:
    update_index(folder, lambda table: Change() if table is None else Change(numbered(0, 1)), made)
    assert open_index(folder, made) is None
    store(*numbered(0, 2)).close()
    seen: list[str] = []
    before = current_generation(folder)
    update_index(folder, lambda table: seen.extend(p.paper_id for p in table.papers()) or Change(), made)  # type: ignore[union-attr,func-returns-value]
    assert (seen, current_generation(folder)) == (["p0", "p1"], before)


def test_the_first_change_can_be_undone(store: Store, folder: Path, made: MadeEmbedder) -> None:
    store(*numbered(0, 2)).close()
    assert undo(folder, made).table.papers() == []  # type: ignore[union-attr]


@pytest.mark.parametrize("mend", [rebuild, repair])
def test_mending_is_no_change_that_is_undone(
    mend: Callable[..., object], store: Store, folder: Path, made: MadeEmbedder
) -> None:
    store(*numbered(0, 3)).close()
    current = store(removed=["p0"])
    if mend is repair:
        (current.folder / "files.json").unlink()
    for _ in range(2):
        mend(folder, made)
        assert open_index(folder, made).table.papers() == numbered(1, 3)  # type: ignore[union-attr]
    assert undo(folder, made).table.papers() == numbered(0, 3)  # type: ignore[union-attr]
