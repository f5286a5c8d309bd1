"""Two made-up models of a few bytes: one of whole files, one in parts, and where a server has them."""

import hashlib

from rag.models.store.catalogue import CatalogueModel, HubFile, ModelFile, WheelMember

WEIGHTS = bytes(range(256)) * 1200  # 307,200 bytes: three parts of 102,400
PARTS = [WEIGHTS[:102_400], WEIGHTS[102_400:204_800], WEIGHTS[204_800:]]
CONFIG = b'{"hidden_size": 2}'


def model_file(path, content, wheels, hub=True):
    source = HubFile("owner/tiny", "abc123", path) if hub else None
    return ModelFile(path, len(content), hashlib.sha256(content).hexdigest(), source, tuple(wheels))


EMBEDDER = CatalogueModel(
    "tiny-embedder",
    "embedder",
    "MIT",
    (
        model_file("sub/config.json", CONFIG, [WheelMember("tiny-embedder", "1.0", "model/config.json")]),
        model_file("weights.bin", WEIGHTS, [WheelMember("tiny-embedder", "1.0", "model/weights.bin")]),
    ),
)
SPLIT = CatalogueModel(
    "tiny-llm",
    "llm",
    "MIT",
    (
        model_file(
            "llm.gguf",
            WEIGHTS,
            [WheelMember(f"tiny-part{n}", "1.0", f"tiny_part{n}/part.bin") for n in (1, 2, 3)],
            hub=False,
        ),
    ),
)
CONFIG_ON_HUB = "/hub/owner/tiny/resolve/abc123/sub/config.json"
WEIGHTS_ON_HUB = "/hub/owner/tiny/resolve/abc123/weights.bin"


def add_embedder_wheel(server, **kwargs):
    members = {"model/config.json": CONFIG, "model/weights.bin": WEIGHTS}
    return server.add_wheel("tiny-embedder", "1.0", members, **kwargs)


def add_parts(server):
    return [
        server.add_wheel(f"tiny-part{n}", "1.0", {f"tiny_part{n}/part.bin": part})
        for n, part in enumerate(PARTS, start=1)
    ]


def assert_embedder(folder):
    assert (folder / "sub" / "config.json").read_bytes() == CONFIG
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
