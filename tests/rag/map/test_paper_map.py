"""The map of the bundled papers, by the real embedder: near papers, topics with their words, what is kept."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from eval.speed.made_papers import MadeEmbedder, made_papers
from index_store.damage import damage
from index_store.generations import current_generation
from index_store.index import Index, opened
from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.map import kept_map
from rag.map.grouping import LEAST, MOST
from rag.map.layout import placed
from rag.map.map_making import map_of
from rag.map.paper_map import PaperMap
from rag.map.whole_vectors import reduced_vectors
from rag.retrieval.library import Library


@pytest.fixture
def index(shared_library: Library, tmp_path: Path) -> Iterator[Index]:
    """Return a copy of the bundled collection's index without a map."""
    shutil.copytree(shared_library.folder, tmp_path / "index")
    generation = current_generation(tmp_path / "index")
    assert generation is not None
    shutil.rmtree(generation / kept_map.FOLDER, ignore_errors=True)
    with opened(generation) as index:
        yield index


def near(drawn: PaperMap, part: str, count: int) -> list[str]:
    """Return the ids of the papers nearest to the first one whose id has a part."""
    here = next(point for point in drawn.points if part in point.paper_id)
    by_distance = sorted(drawn.points, key=lambda point: (point.x - here.x) ** 2 + (point.y - here.y) ** 2)
    return [point.paper_id for point in by_distance if point is not here][:count]


def test_every_paper_has_a_place_its_year_and_a_topic(index: Index) -> None:
    drawn = map_of(index)
    assert [(p.paper_id, p.year) for p in drawn.points] == index.table.years()
    assert {p.paper_id for p in drawn.points} == {p.paper_id for p in index.table.papers()}
    assert all(0 <= value <= 1 for point in drawn.points for value in (point.x, point.y))
    assert len(drawn.topics) == 118 // LEAST
    counts = [sum(point.topic == number for point in drawn.points) for number in range(len(drawn.topics))]
    assert counts == [topic.count for topic in drawn.topics] == sorted(counts, reverse=True)


def test_near_duplicates_are_near_each_other(index: Index) -> None:
    drawn = map_of(index)
    twin, other = "pre-training-066b6fa7", "on-the-complementarity-between-pre-training-6628a37b"
    assert other in near(drawn, twin, 6)
    lora = [point.paper_id for point in drawn.points if "forgetting" in index.table.paper_of(point.paper_id).abstract]
    gs = [paper_id for paper_id in lora if "GS-LoRA" in index.table.paper_of(paper_id).abstract]
    assert len(gs) == 2
    assert gs[1] in near(drawn, gs[0], 3)


def test_the_map_keeps_more_neighbours_than_the_plane_of_principal_components(index: Index) -> None:
    vectors, drawn = reduced_vectors(index), map_of(index)
    places = np.array([(point.x, point.y) for point in drawn.points])

    def nearest(at: np.ndarray) -> list[set[int]]:
        apart = ((at[:, None] - at[None]) ** 2).sum(axis=2)
        return [set(row[1:11]) for row in np.argsort(apart, axis=1)]

    kept = {name: sum(map(len, map(set.__and__, nearest(vectors), nearest(at)))) / (118 * 10)
            for name, at in {"map": places, "plane": vectors[:, :2]}.items()}  # fmt: skip
    assert kept["map"] > 1.2 * kept["plane"]


def test_topics_are_named_by_words_of_their_papers(index: Index) -> None:
    drawn = map_of(index)
    words = [topic.words for topic in drawn.topics]
    assert all(3 <= len(set(of_topic)) == len(of_topic) <= 5 for of_topic in words)
    assert any({"code", "program", "software", "CodeBERT"} & set(of_topic) for of_topic in words)
    assert not {"the", "we", "and", "paper"} & {word.lower() for of_topic in words for word in of_topic}
    for number, topic in enumerate(drawn.topics):
        texts = [index.table.paper_of(p.paper_id).text for p in drawn.points if p.topic == number]
        assert all(any(word in text for text in texts) for word in topic.words)


def test_the_same_papers_give_the_same_map(index: Index) -> None:
    first = map_of(index)
    shutil.rmtree(index.folder / kept_map.FOLDER)
    assert map_of(index) == first


def test_the_kept_map_is_used(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    first = map_of(index)
    monkeypatch.setattr(kept_map, "reduced_vectors", lambda index: pytest.fail("computed again"))
    assert map_of(index) == first
    assert damage(index.folder.parent) == []


@pytest.mark.parametrize("name", ["places.npy", "topics.npy", "words.json", "files.json"])
def test_a_damaged_map_is_drawn_anew(index: Index, name: str) -> None:
    first = map_of(index)
    path = index.folder / kept_map.FOLDER / name
    for content in (b"", b"\x00" * path.stat().st_size, None):
        path.unlink() if content is None else path.write_bytes(content)
        assert map_of(index) == first
        assert kept_map._read(path.parent, 118)


def test_a_map_of_another_rule_is_drawn_anew(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_map, "RULE", "0")
    map_of(index)
    monkeypatch.undo()
    map_of(index)
    assert f'"rule": "{kept_map.RULE}"' in (index.folder / kept_map.FOLDER / "words.json").read_text()


def test_a_map_that_cannot_be_kept_is_drawn_all_the_same(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_map, "save_array", full)
    assert len(map_of(index).points) == 118
    assert [path.name for path in index.folder.iterdir() if path.name.startswith(kept_map.FOLDER)] == []


@pytest.mark.parametrize("count", [1, 3, 40])
def test_few_papers_have_a_map_too(count: int, tmp_path: Path) -> None:
    embedder = MadeEmbedder(16, MadeEmbedder(24))
    index = build_index(tmp_path / "index", list(made_papers(count)), embedder)
    drawn = map_of(index)
    index.close()
    assert len({point.paper_id for point in drawn.points}) == count
    assert sum(topic.count for topic in drawn.topics) == count
    assert all(np.isfinite([point.x, point.y]).all() for point in drawn.points)


def test_papers_of_one_text_share_a_place_and_nothing_breaks(tmp_path: Path) -> None:
    papers = [Paper(str(number), "Kettles", "Kettles boil. They are of copper.") for number in range(20)]
    index = build_index(tmp_path / "index", papers, MadeEmbedder(16))
    drawn = map_of(index)
    index.close()
    assert len(drawn.points) == 20
    assert drawn.topics[0].count == 20


def test_ten_thousand_papers_take_seconds_and_their_groups_stay_together() -> None:
    chance = np.random.default_rng(1)
    of_paper = np.sort(chance.integers(0, MOST, 10_000))
    centres = chance.standard_normal((MOST, 64)).astype(np.float32)
    vectors = centres[of_paper] + 0.3 * chance.standard_normal((10_000, 64)).astype(np.float32)
    places = placed(vectors)
    means = np.array([places[of_paper == group].mean(axis=0) for group in range(MOST)])
    nearest = ((places[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == of_paper).mean() > 0.9
