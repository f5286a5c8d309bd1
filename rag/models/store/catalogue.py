"""The models this program knows by name: their files, checksums and sources. Knows no folder, no network."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from index_store.errors import AbstractQAError

DEFAULT_MODELS = ("all-MiniLM-L6-v2", "all-mpnet-base-v2", "qwen2.5-coder-1.5b-instruct")

Heads = tuple[tuple[int, int], ...]
"""Attention heads, each a layer and a head in it."""


@dataclass(frozen=True)
class HubFile:
    """One file of a model hub's repository at a fixed revision."""

    repository: str
    revision: str
    file: str


@dataclass(frozen=True)
class WheelMember:
    """One archive member of a package's wheel."""

    package: str
    version: str
    member: str


@dataclass(frozen=True)
class ModelFile:
    """One file of a model: `path` is its name in the model's folder, `size` is in bytes.

    `hub` is None when no hub has it. The members of `wheels`, concatenated in order, are the file. `zipped` names a zip
    archive that has it, and the member in it; None when none has.
    """

    path: str
    size: int
    sha256: str
    hub: HubFile | None
    wheels: tuple[WheelMember, ...]
    zipped: "tuple[ModelFile, str] | None" = None


@dataclass(frozen=True)
class CatalogueModel:
    """A model by name; `dimension` is None unless it is an embedder.

    `heads` of a language model attend to the answering sentence (rag/reading/reading.py); none where not measured.
    """

    name: str
    role: Literal["embedder", "llm"]
    licence: str
    files: tuple[ModelFile, ...]
    dimension: int | None = None
    heads: Heads = ()
    note: str = ""

    @property
    def size(self) -> int:
        """Bytes of all its files together."""
        return sum(file.size for file in self.files)


def load_catalogue() -> tuple[CatalogueModel, ...]:
    """Return the models of `models.toml`, in its order."""
    text = resources.files("rag.models.store").joinpath("models.toml").read_text(encoding="utf-8")
    return parse_catalogue(text)


def parse_catalogue(text: str) -> tuple[CatalogueModel, ...]:
    """Return the models that a catalogue in TOML describes."""
    return tuple(_model(entry) for entry in tomllib.loads(text)["model"])


def find_model(name: str, catalogue: tuple[CatalogueModel, ...]) -> CatalogueModel:
    """Return the model called `name`; raises AbstractQAError with the known names when there is none."""
    by_name = {model.name: model for model in catalogue}
    if name in by_name:
        return by_name[name]
    known = ", ".join(by_name)
    raise AbstractQAError(f"No model {name!r} in the catalogue; known are {known}. See: abstract-qa models list")


def _model(entry: dict[str, Any]) -> CatalogueModel:
    heads = tuple((layer, head) for layer, head in entry.get("heads", []))
    archive = _file(entry["archive"]) if "archive" in entry else None
    files = tuple(_file(file, archive) for file in entry["files"])
    return CatalogueModel(**{**_without(entry, "archive"), "files": files, "heads": heads})


def _file(entry: dict[str, Any], archive: ModelFile | None = None) -> ModelFile:
    hub = HubFile(**entry["hub"]) if "hub" in entry else None
    wheels = tuple(member for wheel in entry.get("wheels", []) for member in _members(**wheel))
    zipped = (archive, entry["member"]) if archive and "member" in entry else None
    return ModelFile(**{**_without(entry, "member"), "hub": hub, "wheels": wheels, "zipped": zipped})


def _without(entry: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != key}


def _members(package: str, version: str, member: str, parts: int = 1) -> list[WheelMember]:
    return [WheelMember(package.format(n=n), version, member.format(n=n)) for n in range(1, parts + 1)]
