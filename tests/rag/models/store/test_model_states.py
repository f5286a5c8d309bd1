"""What a store says of the models it has: complete, partial, damaged, unknown."""

import pytest
from tiny_models import (
    CONFIG,
    EMBEDDER,
    WEIGHTS,
    WEIGHTS_ON_HUB,
    assert_embedder,
)

from index_store.errors import AbstractQAError


def test_a_truncated_file_is_found_by_verify_and_only_it_is_fetched_again(server, store):
    weights = store.fetch("tiny-embedder") / "weights.bin"
    weights.write_bytes(WEIGHTS[:-1])
    assert not store.is_complete(EMBEDDER)
    with pytest.raises(
        AbstractQAError,
        match="weights.bin has 307,199 bytes, expected 307,200. Run: abstract-qa models fetch tiny-embedder",
    ):
        store.verify("tiny-embedder")
    server.requests.clear()
    assert_embedder(store.fetch("tiny-embedder"))
    assert server.requests == [(WEIGHTS_ON_HUB, None)]


def test_a_changed_byte_is_found_by_verify_and_then_mended(server, store):
    weights = store.fetch("tiny-embedder") / "weights.bin"
    weights.write_bytes(b"!" + WEIGHTS[1:])
    assert store.is_complete(EMBEDDER)  # the cheap look cannot see it
    with pytest.raises(AbstractQAError, match="weights.bin has SHA-256 "):
        store.verify("tiny-embedder")
    assert not store.is_complete(EMBEDDER)
    assert_embedder(store.fetch("tiny-embedder"))


def test_files_brought_by_hand_are_accepted_without_a_request(server, store):
    folder = store.path("tiny-embedder")
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "config.json").write_bytes(CONFIG)
    (folder / "weights.bin").write_bytes(WEIGHTS)
    assert not store.is_complete(EMBEDDER)
    store.fetch("tiny-embedder")
    assert store.is_complete(EMBEDDER)
    assert server.requests == []


def test_the_states_follow_what_is_there(server, store):
    def states():
        return [store.state(model) for model in store.catalogue]

    assert states() == ["absent", "absent"]
    store.fetch("tiny-embedder")
    assert states() == ["complete", "absent"]
    (store.path("tiny-embedder") / "weights.bin").unlink()
    assert states() == ["partial", "absent"]


def test_an_unknown_model_is_named_with_the_known_ones(store):
    for ask in (store.path, store.fetch, store.verify):
        with pytest.raises(AbstractQAError, match="'other'.*tiny-embedder, tiny-llm"):
            ask("other")
