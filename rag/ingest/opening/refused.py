"""What is said of a file that cannot be read: one line that begins with its name."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from index_store.errors import AbstractQAError

WHOLE_FILE = "the whole file"  # the place of what is wrong with all of a file


@contextmanager
def explained_reading_errors(file: str) -> Iterator[None]:
    """Turn what goes wrong while `file` is read or unpacked into an AbstractQAError."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError) as error:
        raise AbstractQAError(f"{file} is a damaged archive: {error}") from error
    except UnicodeDecodeError as error:
        raise AbstractQAError(f"{file} is not text in {error.encoding}: it changed while it was read") from error
    except OSError as error:
        raise AbstractQAError(f"{file} cannot be read: {error.strerror or error}") from error


def printable(name: str) -> str:
    """Return a file's name as it can be shown and stored in one line."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)
