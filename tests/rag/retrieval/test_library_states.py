"""A library against a dictionary: whatever is done to it in whatever order, nothing acknowledged is lost."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from index_store.errors import AbstractQAError
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library

SUBJECTS = ["moss beetles", "linen yarn", "river gauges", "boiling pots", "sleeping cats"]
FILES = ["a.jsonl", "b.jsonl"]


class LibraryMachine(RuleBasedStateMachine):
    """`model` is what the library must hold: the abstract of each title; `before` the same one change ago."""

    embedder: Embedder

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.library = self._opened()
        self.model: dict[str, str] = {}
        self.before: dict[str, str] | None = None

    def _opened(self) -> Library:
        return Library(self.folder / "index", self.embedder, collection="own")

    def _ingest(self, library: Library, file: str, subjects: list[str], versions: list[int]) -> None:
        wanted = {_title(s): _abstract(s, v) for s, v in zip(subjects, versions, strict=False)}
        lines = [json.dumps({"id": s, "title": _title(s), "abstract": wanted[_title(s)]}) for s in subjects]
        (self.folder / file).write_text("\n".join(lines), encoding="utf-8")
        report = library.ingest(self.folder / file)
        assert not report.failed
        assert {len(report.added) + len(report.updated) + len(report.unchanged)} == {len(wanted)}
        stored = {paper.title: paper.abstract for paper in library.papers()}
        # A text is replaced by one of its own file, or by a longer one of another.
        assert all(stored[title] in (text, self.model.get(title)) for title, text in wanted.items()), (stored, wanted)
        if stored != self.model:
            self.before, self.model = self.model, stored
        assert stored.keys() == self.model.keys() | wanted.keys()

    @rule(
        file=st.sampled_from(FILES),
        subjects=st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=3, unique=True),
        versions=st.lists(st.integers(1, 3), min_size=3, max_size=3),
    )
    def ingest(self, file: str, subjects: list[str], versions: list[int]) -> None:
        self._ingest(self.library, file, subjects, versions)

    @rule(subject=st.sampled_from(SUBJECTS))
    def ingest_beside(self, subject: str) -> None:
        self._ingest(self._opened(), "c.jsonl", [subject], [1])

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        papers = self.library.papers()
        paper = data.draw(st.sampled_from(papers))
        self.library.remove(paper.paper_id)
        self.before, self.model = self.model, {t: a for t, a in self.model.items() if t != paper.title}

    @rule()
    def remove_what_is_not_there(self) -> None:
        with pytest.raises(AbstractQAError, match="nothing was removed"):
            self.library.remove("no-such-paper")

    @precondition(lambda self: self.before is not None)
    @rule()
    def undo(self) -> None:
        before = self.before
        if before:
            self.library.undo()
            self.model, self.before = before, None

    @rule()
    def reopen(self) -> None:
        self.library = self._opened()

    @invariant()
    def holds_what_it_must(self) -> None:
        if self.model:
            assert {paper.title: paper.abstract for paper in self.library.papers()} == self.model
            asked = self.embedder.read_query(next(iter(self.model)))
            found = self.library.search(asked, 10)
            assert {self.library.paper(p.chunk.paper_id).title for p in found} == self.model.keys()


def _title(subject: str) -> str:
    return f"What we know of {subject}"


def _abstract(subject: str, version: int) -> str:
    return f"We studied {subject} for nine years in four countries." + f" We measured {subject} again." * version


@pytest.mark.parametrize("examples", [pytest.param(4, id="few"), pytest.param(60, id="many", marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost(examples: int, embedder: Embedder) -> None:
    LibraryMachine.embedder = embedder
    chosen = settings(
        max_examples=examples, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(LibraryMachine, settings=chosen)
