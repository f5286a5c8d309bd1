"""The one folder that holds this program's state: models, indexes, settings, logs."""

import os
from pathlib import Path

import platformdirs

from index_store.errors import AbstractQAError
from index_store.records import SEEDS


def home_folder() -> Path:
    """Return the state folder, created if need be: `ABSTRACT_QA_HOME`, else the platform's user-data folder.

    One that may only be read is enough to search in. Raises AbstractQAError when the folder cannot be created.
    """
    named = os.environ.get("ABSTRACT_QA_HOME")
    folder = Path(named).expanduser().absolute() if named else platformdirs.user_data_path("abstract-qa")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AbstractQAError(
            f"Cannot keep state in {folder}: {error.strerror or error}. "
            "Set ABSTRACT_QA_HOME to a folder that can be written."
        ) from error
    return folder


def collection_folder(name: str) -> Path:
    """Return the folder of a collection's index; that of `seeds` is the first there was."""
    home = home_folder()
    return home / "index" if name == SEEDS else home / "collections" / name


def collection_names() -> list[str]:
    """Return the names of the collections that have a folder, `seeds` first."""
    named = home_folder() / "collections"
    return [SEEDS, *sorted(path.name for path in named.iterdir() if path.is_dir())] if named.is_dir() else [SEEDS]
