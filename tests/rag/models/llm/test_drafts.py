"""Kept drafts: found again by all they depend on, bounded, and never in the way."""

from pathlib import Path

from rag.models.llm import drafts
from rag.models.llm.drafts import Drafts, draft_key


def test_a_draft_is_found_again_by_another_process(tmp_path: Path) -> None:
    key = draft_key("model", "int8", [["system", "s"], ["user", "What boils?"]], 160)
    assert Drafts(tmp_path / "drafts.sqlite").get(key) is None
    Drafts(tmp_path / "drafts.sqlite").keep(key, "Water.")
    assert Drafts(tmp_path / "drafts.sqlite").get(key) == "Water."


def test_a_key_changes_with_each_part_and_its_place() -> None:
    keys = {draft_key("a", "b"), draft_key("b", "a"), draft_key("ab", ""), draft_key("a", "b", 1), draft_key("a")}
    assert len(keys) == 5


def test_the_oldest_go_first(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 3)
    kept = Drafts(tmp_path / "drafts.sqlite")
    for name in "abcde":
        kept.keep(name, name.upper())
    assert [kept.get(name) for name in "abcde"] == [None, None, "C", "D", "E"]


def test_a_broken_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "drafts.sqlite"
    path.write_bytes(b"not a database, " * 100)
    kept = Drafts(path)
    assert kept.get("a") is None
    kept.keep("a", "A")
    kept.keep("a", "A")
    assert kept.get("a") == "A"
