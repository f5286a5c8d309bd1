"""What an index was built with; opening one that does not fit the settings raises, and never repairs."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index_store.errors import AbstractQAError
from index_store.whole_files import reading

FORMAT_VERSION = 5


class IndexMismatch(AbstractQAError):
    """The index on disk was built with something other than what the settings ask for."""


@dataclass(frozen=True)
class Manifest:
    """The identity of one index generation.

    `chunking` names the sentence and chunk rules with their limits; `corpus_sha256` covers every stored paper.
    `segments` names those that hold its vectors, in the order of the rows. `paper_embedder` gave the vectors of whole
    papers; it is empty when there are none.
    """

    embedder: str
    embedder_sha256: str
    dimension: int
    chunking: str
    corpus_sha256: str
    paper_count: int
    chunk_count: int
    sentence_count: int
    chromadb_version: str
    segments: tuple[str, ...] = ()
    paper_embedder: str = ""
    paper_embedder_sha256: str = ""
    format_version: int = FORMAT_VERSION

    def write(self, folder: Path) -> None:
        """Write the manifest into the folder of a generation."""
        (folder / "manifest.json").write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of a generation; raises DamagedIndex, or IndexMismatch when it is of another format."""
        path = folder / "manifest.json"
        with reading(path):
            record = dict(json.loads(path.read_text(encoding="utf-8")))
            if record["format_version"] != FORMAT_VERSION:
                raise _mismatch("format", record["format_version"], FORMAT_VERSION)
            return cls(**{**record, "segments": tuple(map(str, record["segments"]))})

    def check(self, embedder: str, embedder_sha256: str, chunking: str, of_papers: tuple[str, str] | None) -> None:
        """Raise IndexMismatch unless vectors and chunks of this index fit the given embedders and chunking.

        `of_papers` are name and SHA-256 of the embedder of whole papers; None when their vectors are not asked for.
        """
        own = (self.paper_embedder, self.paper_embedder_sha256)
        names = ("embedder", "embedder SHA-256", "chunking", "embedder of whole papers", "its SHA-256")
        stored = (self.embedder, self.embedder_sha256, self.chunking, *own)
        wanted = (embedder, embedder_sha256, chunking, *(of_papers or own))
        for name, found, expected in zip(names, stored, wanted, strict=True):
            if found != expected:
                raise _mismatch(name, found, expected)


def _mismatch(name: str, found: object, expected: object) -> IndexMismatch:
    return IndexMismatch(
        f"The index was built with {name} {found!r}; the settings ask for {expected!r}. "
        "Rebuild it: abstract-qa ingest --rebuild"
    )
