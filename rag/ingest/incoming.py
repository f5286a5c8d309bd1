"""What becomes of each record that is read: a new paper, an update, a part of a known paper, or nothing new."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Literal, get_args

from index_store.paper_table import PaperTable
from index_store.records import Paper, Source
from rag.ingest.fields.paper import paper_id_for, paper_of
from rag.ingest.identity import ALIKE, are_one_paper, identities_of, likeness, shared_id
from rag.ingest.indexing import Change
from rag.ingest.merged_paper import differences, merged, updated
from rag.ingest.raw_record import RawRecord, Unreadable

Outcome = Literal["added", "updated", "unchanged"]
Records = Iterable[tuple[str, RawRecord | Unreadable]]  # each with the name of its file


@dataclass(frozen=True)
class IngestReport:
    """The outcome of one ingest: ids of papers, the records that could not be read, and what else is to be known.

    `merged` are the papers that another record, of this or another file, has too. `notes` are fields that were
    dropped, ids that two papers share, and what an update changed.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[Unreadable, ...]
    merged: tuple[str, ...] = ()
    notes: tuple[Unreadable, ...] = ()

    def __str__(self) -> str:
        """Return the report in one line."""
        kinds = ("added", "updated", "unchanged", "failed")
        counts = ", ".join(f"{len(getattr(self, kind)):,} {kind}" for kind in kinds)
        return f"{counts}; {len(self.merged):,} known from another record too" if self.merged else counts


@dataclass(frozen=True)
class Preview:
    """What an ingest would do: the papers as they would be stored, and what would be reported."""

    papers: tuple[Paper, ...]
    report: IngestReport


class Incoming:
    """The papers that are stored, with those of this ingest put over them."""

    def __init__(self, table: PaperTable | None, collection: str) -> None:
        self._table = table
        self._collection = collection
        self._put: dict[str, Paper] = {}
        self._ids: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)  # of the papers that are put
        self._read: set[str | None] = set()  # digests of the records
        self._outcomes: dict[str, Outcome] = {}
        self._merged: dict[str, None] = {}
        self._failed: list[Unreadable] = []
        self._notes: list[Unreadable] = []

    def take(self, records: Records) -> None:
        """Take in every record."""
        for file, record in records:
            if isinstance(record, Unreadable):
                self._failed.append(record)
            else:
                self._take(file, record)

    def change(self) -> Change:
        """Return what is to be stored."""
        return Change(put=tuple(self._put.values()))

    def report(self) -> IngestReport:
        """Return the outcome so far."""
        of = {kind: tuple(i for i, k in self._outcomes.items() if k == kind) for kind in get_args(Outcome)}
        return IngestReport(**of, failed=tuple(self._failed), merged=tuple(self._merged), notes=tuple(self._notes))

    def _take(self, file: str, record: RawRecord) -> None:
        digest = digest_of(file, record)
        self._read.add(digest)
        for known in self._with("record", digest):
            if digest in [source.digest for source in known.sources]:
                self._outcomes.setdefault(known.paper_id, "unchanged")
                return
        paper, dropped = paper_of(record, file)
        self._notes += dropped
        if isinstance(paper, Unreadable):
            self._failed.append(paper)
            return
        (source,) = paper.sources
        source = replace(source, digest=digest)
        self._store(replace(paper, collection=self._collection, sources=(source,)), source)

    def _store(self, paper: Paper, source: Source) -> None:
        candidates = list({p.paper_id: p for pair in identities_of(paper) for p in self._with(*pair)}.values())
        known = next((candidate for candidate in candidates if are_one_paper(candidate, paper)), None)
        if known is None:
            self._note_clash(paper, source, candidates)
            paper = replace(paper, paper_id=self._free_id(paper))
            self._put_paper(paper)
            self._outcomes[paper.paper_id] = "added"
            return
        replaced = [s for s in known.sources if s.file == source.file and s.digest not in self._read]
        is_update = bool(replaced) and len(replaced) == len(known.sources)
        kept = replace(known, sources=tuple(s for s in known.sources if s not in replaced))
        after = updated(known, paper) if is_update else merged(kept, paper)
        changed = differences(known, after)
        if is_update and changed:
            self._note(source, f"{known.paper_id} was updated: {', '.join(changed)}")
        if not is_update:
            self._merged[known.paper_id] = None
            if likeness(known.abstract, paper.abstract) < ALIKE:
                self._note(source, f"has another abstract than {known.paper_id}: the longer one is kept")
            if paper.doi and known.doi and paper.doi != known.doi:
                self._note(source, f"has another DOI than {known.paper_id}: {after.doi} is kept")
        self._put_paper(after)
        if self._outcomes.get(known.paper_id, "unchanged") == "unchanged":
            self._outcomes[known.paper_id] = "updated" if changed else "unchanged"

    def _note_clash(self, paper: Paper, source: Source, candidates: Iterable[Paper]) -> None:
        for other in candidates:
            if shared := shared_id(paper, other):
                title = f"“{other.title}”, but another title and abstract"
                self._note(source, f"has the {shared} like {title}: both are kept")

    def _free_id(self, paper: Paper) -> str:
        """Return the paper's own id, or one made of its title, the first that no other paper has."""
        of_title = paper_id_for(paper.title)
        numbered = (f"{of_title}-{number}" for number in count(2))
        return next(i for i in chain([paper.paper_id, of_title], numbered) if self._paper(i) is None)

    def _put_paper(self, paper: Paper) -> None:
        self._put[paper.paper_id] = paper
        for pair in identities_of(paper):
            self._ids[pair][paper.paper_id] = None

    def _with(self, kind: str, value: str) -> Iterator[Paper]:
        """Yield the papers, as they are now, that had or have an identity."""
        rows = sorted(self._table.rows_with(kind, value)) if self._table else ()
        stored = (self._table.paper(row) for row in rows) if self._table else ()
        yield from (self._put.get(paper.paper_id, paper) for paper in stored)
        yield from (self._put[paper_id] for paper_id in self._ids.get((kind, value), ()))

    def _paper(self, paper_id: str) -> Paper | None:
        if paper_id in self._put or self._table is None:
            return self._put.get(paper_id)
        row = self._table.paper_row_of(paper_id)
        return None if row is None else self._table.paper(row)

    def _note(self, source: Source, text: str) -> None:
        self._notes.append(Unreadable(source.file, source.place, text))


def digest_of(file: str, record: RawRecord) -> str:
    """Return a digest of a record as it stands in its file, wherever it stands there."""
    said = json.dumps([file, record.fields], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
