"""The one folder that holds this program's state: models, indexes, settings, logs."""

import os
from pathlib import Path

import platformdirs

from index_store.errors import AbstractQAError


def home_folder() -> Path:
    """Return the state folder, created if need be: `ABSTRACT_QA_HOME`, else the platform's user-data folder.

    Raises AbstractQAError when the folder cannot be created or written to.
    """
    named = os.environ.get("ABSTRACT_QA_HOME")
    folder = Path(named).expanduser().absolute() if named else platformdirs.user_data_path("abstract-qa")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError("it is not writable")
    except OSError as error:
        raise AbstractQAError(
            f"Cannot keep state in {folder}: {error.strerror or error}. "
            "Set ABSTRACT_QA_HOME to a folder that can be written."
        ) from error
    return folder
