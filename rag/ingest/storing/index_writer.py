"""Write a generation: the table of the one before, changed, over segments of which only new texts make new ones."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index_store.generations import SEGMENTS, new_generation
from index_store.index import CHROMADB_VERSION, Index
from index_store.manifest import Manifest
from index_store.paper_writer import Entry, PaperWriter
from index_store.records import Paper
from index_store.segments.merging import copied, groups_to_merge
from index_store.segments.rows import Place, places_of, rows_of
from index_store.segments.segment import Segment, text_key
from index_store.segments.segment_writer import SegmentContent, write_segment
from index_store.segments.shelf import Shelf
from index_store.whole_files import seal
from rag.ingest.identity import identities_of
from rag.ingest.paper_names import names_of
from rag.ingest.storing.embedded_papers import CHUNKING, CutPaper, counted, cut, embedded, origin_of, with_whole_papers
from rag.machine.memory import release_memory
from rag.models.embedder.embedding import Embedder, Progress

WRITTEN = 2000  # new papers after which a segment is written: what memory holds, and what a stopped ingest loses


@dataclass(frozen=True)
class Change:
    """What a writer does: `put` are papers to add or to store in place of those of the same id, `removed` are ids.

    What is in both is removed; of several papers of one id, the last is stored.
    """

    put: Sequence[Paper] = ()
    removed: Collection[str] = ()


def write_generation(
    folder: Path,
    before: Index | None,
    change: Change,
    embedder: Embedder,
    progress: Progress | None = None,
    is_mending: bool = False,
) -> None:
    """Write and publish a generation: that of `before` with a change. The caller holds the writer's lock.

    Vectors are taken from the segments on the disk. Mending takes them only from those of which every byte is right,
    and is no change that could be undone: what was before the last change stays so.
    """
    with new_generation(folder, is_change=not is_mending) as staging:
        shelf = Shelf(folder / SEGMENTS, origin_of(embedder), before.manifest.segments if before else (), is_mending)
        try:
            with PaperWriter(staging / "papers.sqlite3", before.folder / "papers.sqlite3" if before else None) as table:
                writer = _Writer(folder / SEGMENTS, table, shelf, embedder, progress)
                removed = frozenset(change.removed)
                writer.start(before, removed)
                put = {paper.paper_id: paper for paper in change.put if paper.paper_id not in removed}
                writer.put(list(put.values()))
                writer.merge()
                manifest = writer.finish()
        finally:
            shelf.close()
        manifest.write(staging)
        seal(staging)


class _Writer:
    """Keeps for every paper, by its number in the table, the place where its vectors are."""

    def __init__(
        self, root: Path, table: PaperWriter, shelf: Shelf, embedder: Embedder, progress: Progress | None
    ) -> None:
        self._root = root
        self._table = table
        self._shelf = shelf
        self._embedder = embedder
        self._progress = progress
        self._places: dict[int, Place] = {}
        self._new: list[tuple[int, CutPaper]] = []
        self._texts_done = 0

    def start(self, before: Index | None, removed: Collection[str]) -> None:
        """Take over the papers of a generation, but for those that are removed."""
        if before:
            numbers, rows, *_ = before.table.places.T
            self._places = places_of(numbers, rows, before.segments)
        for number in self._table.remove(removed):
            del self._places[number]
        self._shelf.occupy(self._places.values())

    def put(self, papers: Sequence[Paper]) -> None:
        """Store papers; what is new of them is embedded."""
        for start in range(0, len(papers), WRITTEN):
            batch = papers[start : start + WRITTEN]
            entries = [Entry(paper, names_of(paper), set(identities_of(paper))) for paper in batch]
            self._put_texts(list(zip(self._table.put(entries), batch, strict=True)), len(papers) - start - len(batch))
        self._embed_new(0)

    def _put_texts(self, papers: Sequence[tuple[int, Paper]], ahead: int) -> None:
        copies: dict[int, Place] = {}
        for number, paper in papers:
            key = text_key(paper)
            if number in self._places and self._shelf.key_at(self._places[number]) == key:
                continue
            cut_paper = cut(paper, self._embedder)
            self._table.put_text(number, cut_paper.sentences, cut_paper.chunks)
            if place := self._shelf.take(key):
                self._places[number] = place
            elif place := self._shelf.known(key):
                copies[number] = place
            else:
                self._new.append((number, cut_paper))
        self._copy(copies)
        if len(self._new) >= WRITTEN:
            self._embed_new(ahead)

    def _embed_new(self, ahead: int) -> None:
        """Embed the papers that wait for it; so many more are still to be looked at."""
        if not self._new:
            return
        numbers, papers = zip(*self._new, strict=True)
        texts = sum(paper.text_count for paper in papers) + (len(papers) if self._embedder.for_papers else 0)
        total = self._texts_done + texts + texts * ahead // len(papers)
        self._write(numbers, embedded(papers, self._embedder, counted(self._progress, self._texts_done, total)))
        self._texts_done += texts
        self._new = []
        release_memory()

    def _copy(self, places: dict[int, Place]) -> None:
        """Write papers into a segment of their own with the vectors of other places."""
        if not places:
            return
        found = [(self._shelf.segments[place.segment], place.place) for place in places.values()]
        papers = [self._table.paper(number) for number in places]
        content = copied(papers, found, origin_of(self._embedder))
        self._write(list(places), with_whole_papers(content, self._embedder, self._progress))
        del content
        release_memory()

    def _write(self, numbers: Sequence[int], content: SegmentContent) -> None:
        in_use = {place.segment for place in self._places.values()}
        name = write_segment(self._root, content, origin_of(self._embedder), in_use)
        self._shelf.add(Segment(self._root / name), free=False)
        self._places.update({number: Place(name, place) for place, number in enumerate(numbers)})

    def merge(self) -> None:
        """Merge what became too small or mostly dead."""
        live, names = self._in_use()
        sizes = [len(self._shelf.segments[name]) for name in names]
        for group in groups_to_merge([live[name] for name in names], sizes):
            order = {names[position]: position for position in group}
            moved = {number: place for number, place in self._places.items() if place.segment in order}
            self._copy(dict(sorted(moved.items(), key=lambda item: (order[item[1].segment], item[1].place))))

    def _in_use(self) -> tuple[Counter[str], list[str]]:
        """Return how many papers are in each segment, and the names of those with any, in order."""
        live = Counter(place.segment for place in self._places.values())
        return live, [name for name in self._shelf.segments if live[name]]

    def finish(self) -> Manifest:
        """Store the places of all papers; return the manifest."""
        _, names = self._in_use()
        rows, sentence_count, chunk_count = rows_of(self._places, [self._shelf.segments[name] for name in names])
        self._table.place(rows)
        large = self._embedder.for_papers
        return Manifest(
            embedder=self._embedder.name,
            embedder_sha256=self._embedder.sha256,
            dimension=self._embedder.dimension,
            chunking=CHUNKING,
            corpus_sha256=self._table.corpus_sha256(),
            paper_count=len(rows),
            chunk_count=chunk_count,
            sentence_count=sentence_count,
            chromadb_version=CHROMADB_VERSION,
            segments=tuple(names),
            paper_embedder=large.name if large else "",
            paper_embedder_sha256=large.sha256 if large else "",
        )
