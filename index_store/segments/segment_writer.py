"""Write a segment: into a folder of its own, flushed to the disk, then named in one step."""

import hashlib
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index_store.lexical_index import lexical_text, tokenize
from index_store.records import Paper
from index_store.segments.chroma_folder import CollectionName, write_chroma
from index_store.segments.postings import write_postings
from index_store.segments.segment import KEY_BYTES, Origin, text_key
from index_store.segments.stacked import save_array
from index_store.whole_files import flush, problems, seal
from index_store.word_vectors import write_word_vectors

COMPARED = 100  # papers up to which comparing all vectors is faster than opening Chroma


@dataclass(frozen=True)
class SegmentContent:
    """Papers with what was computed from their texts; vectors are unit length, one row a sentence and one a chunk.

    `sentence_counts` and `chunk_counts` (papers,) say how many are of each paper. `word_vectors` are the directions
    (words, dimension) of the words of each sentence. `paper_vectors`, one row a paper, are of an embedder of their own;
    None when there is none.
    """

    papers: Sequence[Paper]
    sentence_counts: Sequence[int]
    chunk_counts: Sequence[int]
    sentence_vectors: np.ndarray
    chunk_vectors: np.ndarray
    word_vectors: Sequence[np.ndarray]
    paper_vectors: np.ndarray | None = None


def write_segment(root: Path, content: SegmentContent, origin: Origin, in_use: Collection[str] = ()) -> str:
    """Write a segment under `root` unless it is there already; return its name, which is none of those `in_use`."""
    keys = [text_key(paper) for paper in content.papers]
    name = _name(origin, keys)
    while name in in_use:  # by other papers with the same texts
        name = _name(origin, [*keys, name.encode()])
    final, staging = root / name, root / f"{name}.writing"
    if final.is_dir() and not problems(final):
        return name
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    _write_files(staging, content, keys, origin)
    seal(staging)
    shutil.rmtree(final, ignore_errors=True)
    staging.rename(final)
    flush(root)
    return name


def _name(origin: Origin, keys: Sequence[bytes]) -> str:
    return hashlib.sha256(json.dumps(asdict(origin)).encode() + b"".join(keys)).hexdigest()[:16]


def _write_files(folder: Path, content: SegmentContent, keys: Sequence[bytes], origin: Origin) -> None:
    (folder / "origin.json").write_text(json.dumps(asdict(origin)), encoding="utf-8")
    save_array(folder / "keys.npy", np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY_BYTES))
    save_array(folder / "sentence_bounds.npy", np.cumsum([0, *content.sentence_counts], dtype=np.int64))
    save_array(folder / "chunk_bounds.npy", np.cumsum([0, *content.chunk_counts], dtype=np.int64))
    save_array(folder / "sentence_vectors.npy", content.sentence_vectors.astype(np.float16))
    save_array(folder / "chunk_vectors.npy", content.chunk_vectors.astype(np.float32))
    write_word_vectors(folder / "words", content.word_vectors, origin.dimension)
    write_postings(folder / "lexical", tokenize([lexical_text(paper) for paper in content.papers]))
    collections: dict[CollectionName, np.ndarray] = {"chunks": content.chunk_vectors}
    if content.paper_vectors is not None:
        save_array(folder / "paper_vectors.npy", content.paper_vectors.astype(np.float16))
        collections["papers"] = content.paper_vectors
    if len(keys) >= COMPARED:
        write_chroma(folder / "chroma", collections)
