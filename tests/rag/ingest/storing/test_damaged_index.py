"""Whatever is damaged is said in one line, never found wrongly, and mended from what is left."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from eval.speed.made_papers import MadeEmbedder, made_papers
from index_store.damage import damage
from index_store.errors import AbstractQAError
from index_store.generations import SEGMENTS, current_generation
from index_store.index import Index
from index_store.manifest import IndexMismatch
from index_store.paper_conditions import Conditions
from index_store.records import Paper
from index_store.segments import segment_writer
from index_store.whole_files import DamagedIndex
from rag.ingest.indexing import Change, build_index, open_index, rebuild, repair, update_index

KINDS = ("truncated", "emptied", "deleted", "garbled")


@pytest.fixture(scope="module")
def embedder() -> MadeEmbedder:
    return MadeEmbedder(8, MadeEmbedder(16))


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return list(made_papers(6))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, embedder: MadeEmbedder, papers: list[Paper]) -> Path:
    """Return an index of two generations and of two segments, of which the first has Chroma."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment_writer, "COMPARED", 4)
        build_index(folder, papers[:5], embedder).close()
        update_index(folder, lambda _: Change(papers[5:]), embedder)
    return folder


def files_of(folder: Path) -> list[Path]:
    current = current_generation(folder)
    assert current is not None
    found = (folder / "CURRENT", *current.rglob("*"), *(folder / SEGMENTS).rglob("*"))
    return [path for path in found if path.is_file()]


def harm(path: Path, kind: str) -> None:
    content = path.read_bytes()
    if kind == "deleted":
        path.unlink()
    elif kind == "garbled":
        path.write_bytes(bytes(byte ^ 0xA5 for byte in content))
    else:
        path.write_bytes(content[: len(content) // 2] if kind == "truncated" else b"")


def use(index: Index, embedder: MadeEmbedder) -> None:
    """Search in every way that there is."""
    read = embedder.read_query("pre-trained models of code")
    rows = index.dense.nearest(read.vector, 3)
    index.dense_papers.nearest(read.for_papers, 3)
    index.lexical.scores(read.text)
    index.lexical.is_strange("zeppelinish")
    for row in index.table.rows_where(Conditions(years=(1990, None))).tolist():
        index.table.paper(row)
        sentences = index.table.sentence_rows(row)
        index.words.nearest(read.words, sentences)
        index.vectors_of([sentence for _, sentence in index.table.sentences(row)])
        index.table.chunks(row)
        _ = index.paper_vectors[row]
    _ = (
        index.chunk_vectors[rows],
        index.sentence_vectors @ read.vector,
        index.paper_row_of_sentence,
        index.table.papers(),
    )


def chosen_files(whole: Path, which: str) -> list[Path]:
    """Return the names of the files of an index that are in `which`, those of Chroma only if they are asked for."""
    names = [path.relative_to(whole) for path in files_of(whole)]
    return [name for name in names if which in name.parts and (which == "chroma") == ("chroma" in name.parts)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("which", ["CURRENT", "papers.sqlite3", "manifest.json", "files.json", "segments", "chroma"])
def test_damage_is_said(kind: str, which: str, whole: Path, tmp_path: Path, embedder: MadeEmbedder) -> None:
    """Each file that `which` names is damaged in turn; without CURRENT, the newest generation is the current one."""
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    for name in chosen_files(whole, which):
        harm(folder / name, kind)
        assert bool(damage(folder)) != (name.name == "CURRENT" and kind == "deleted")
        said = ""
        try:
            index = open_index(folder, embedder)
            use(index, embedder)  # type: ignore[arg-type]
            index.close()  # type: ignore[union-attr]
        except AbstractQAError as error:
            said = str(error)
        assert "\n" not in said
        assert not said or ("abstract-qa doctor --repair" in said and which != "chroma")
        shutil.copyfile(whole / name, folder / name)


@pytest.mark.parametrize("which", ["CURRENT", "papers.sqlite3", "manifest.json", "segments", "chroma"])
def test_damage_is_mended(which: str, whole: Path, tmp_path: Path, embedder: MadeEmbedder, papers: list[Paper]) -> None:
    kept = len(papers) - (1 if which == "papers.sqlite3" else 0)
    for number, name in enumerate(chosen_files(whole, which)):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        harm(folder / name, KINDS[number % len(KINDS)] if which != "CURRENT" else "garbled")
        repaired = repair(folder, embedder)
        assert (repaired.paper_count, bool(repaired.lost)) == (kept, which == "papers.sqlite3")
        assert repaired.mended
        assert damage(folder) == []
        index = open_index(folder, embedder)
        assert index is not None
        assert index.table.papers() == papers[:kept]
        use(index, embedder)
        index.close()


@pytest.mark.parametrize(
    ("name", "read_again"), [("lexical/counts.npy", False), ("chroma", False), ("chunk_vectors.npy", True)]
)
def test_repair_embeds_only_what_lost_its_vectors(
    name: str, read_again: bool, whole: Path, tmp_path: Path, embedder: MadeEmbedder
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    [harmed] = [path for path in (folder / SEGMENTS).iterdir() if (path / "chroma").is_dir()]
    shutil.rmtree(harmed / name) if name == "chroma" else harm(harmed / name, "garbled")
    told: list[int] = []
    assert repair(folder, embedder, lambda done, total: told.append(total)).mended
    assert bool(told) == read_again
    assert damage(folder) == []


def test_a_whole_index_is_left_alone(whole: Path, embedder: MadeEmbedder, papers: list[Paper]) -> None:
    before = current_generation(whole)
    repaired = repair(whole, embedder)
    assert (repaired.paper_count, repaired.mended, repaired.lost) == (len(papers), (), ())
    assert current_generation(whole) == before


def test_where_no_papers_can_be_read_it_is_said(whole: Path, tmp_path: Path, embedder: MadeEmbedder) -> None:
    shutil.copytree(whole, tmp_path / "index")
    for path in (tmp_path / "index").glob("*/papers.sqlite3"):
        harm(path, "truncated")
    for mend in (repair, rebuild):
        with pytest.raises(DamagedIndex, match="No papers can be read"):
            mend(tmp_path / "index", embedder)
    assert rebuild(tmp_path / "none", embedder) is None


@pytest.mark.parametrize("name", ["manifest.json", "CURRENT"])
def test_an_index_can_be_built_anew_whatever_is_broken(
    name: str, whole: Path, tmp_path: Path, embedder: MadeEmbedder, papers: list[Paper]
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    [broken] = [path for path in files_of(folder) if path.name == name]
    harm(broken, "truncated")
    assert rebuild(folder, MadeEmbedder(4)).paper_count == len(papers)  # type: ignore[union-attr]
    assert open_index(folder, MadeEmbedder(4)).table.papers() == papers  # type: ignore[union-attr]


def test_a_changed_record_is_not_taken_for_the_paper(
    whole: Path, tmp_path: Path, embedder: MadeEmbedder, papers: list[Paper]
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    current = current_generation(folder)
    assert current is not None
    database = sqlite3.connect(current / "papers.sqlite3")
    database.execute("UPDATE papers SET record = REPLACE(record, '1990', '1991'), paper_id = paper_id")
    database.execute("UPDATE papers SET record = REPLACE(record, 'model', 'medal') WHERE paper = 0")
    database.commit()
    database.close()
    assert repair(folder, embedder).lost
    assert open_index(folder, embedder).table.papers() == papers[:5]  # type: ignore[union-attr]


def test_an_index_of_the_format_before_is_built_anew_from_its_papers(tmp_path: Path, embedder: MadeEmbedder) -> None:
    generation = tmp_path / "000003"
    generation.mkdir()
    (tmp_path / "CURRENT").write_text("000003\n")
    (generation / "manifest.json").write_text('{"embedder": "made-8", "format_version": 4}')
    with sqlite3.connect(generation / "papers.sqlite3") as database:
        database.execute("CREATE TABLE papers (row INTEGER PRIMARY KEY, paper_id TEXT UNIQUE NOT NULL, record TEXT)")
        record = (
            '{"paper_id": "p", "title": "Pots", "abstract": "Clay.", "published": null, "authors": [], '
            '"author_count": null, "url": null, "upvotes": null, "truncated": false, '
            '"sources": [{"file": "a", "place": "line 1", "repairs": [{"start": 0, "before": "c", "after": "C"}]}]}'
        )
        database.execute("INSERT INTO papers VALUES (0, 'p', ?)", (record,))
    database.close()
    with pytest.raises(IndexMismatch, match=r"format 4.*abstract-qa ingest --rebuild"):
        open_index(tmp_path, embedder)
    assert damage(tmp_path) == []
    assert rebuild(tmp_path, embedder).paper_count == 1  # type: ignore[union-attr]
    [paper] = open_index(tmp_path, embedder).table.papers()  # type: ignore[union-attr]
    assert (paper.title, paper.sources[0].repairs[0].after) == ("Pots", "C")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted under /proc")
def test_opening_an_index_again_and_again_leaves_no_file_open(whole: Path, embedder: MadeEmbedder) -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))

    index = open_index(whole, embedder)
    use(index, embedder)  # type: ignore[arg-type]
    index.close()  # type: ignore[union-attr]
    before = open_files()
    for turn in range(20):
        index = open_index(whole, embedder)
        use(index, embedder)  # type: ignore[arg-type]
        if turn % 2:
            index.close()  # type: ignore[union-attr]
        index = None  # else it closes itself when nobody has it any more
    assert open_files() <= before


def test_a_folder_that_cannot_be_written_is_searched(
    whole: Path,
    embedder: MadeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    nearest = []
    for scratch in (tmp_path, tmp_path / "no such folder"):  # with room for a scratch copy of Chroma's, and without
        monkeypatch.setattr("tempfile.tempdir", str(scratch))
        index = open_index(whole, embedder)
        assert index is not None
        nearest.append([index.dense.nearest(embedder.read_query(q).vector, 3) for q in ("code", "language")])
        index.close()
    assert nearest[0] == nearest[1]
    assert len([r for r in caplog.records if "comparing every vector" in r.message]) == 1
