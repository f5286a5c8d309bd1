"""The files of one visitor between the preview and the decision: in a temporary folder, which is deleted after."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PASTED = "pasted text"


@dataclass(frozen=True)
class Held:
    """The files that a visitor gave for a collection, in a folder of their own."""

    folder: Path
    paths: tuple[Path, ...]
    collection: str


def hold(files: Sequence[str], pasted: str, collection: str) -> Held:
    """Return copies of uploaded files, and of a pasted text where there is one; each keeps the end of its name.

    Two files of one name are two files. Raises OSError when a file is gone.
    """
    folder = Path(tempfile.mkdtemp(prefix="abstract-qa-"))
    try:
        paths = tuple(_copied(Path(file), folder / str(number)) for number, file in enumerate(files))
        if pasted.strip():
            text = folder / PASTED
            text.write_text(pasted, encoding="utf-8", errors="replace")
            paths = (*paths, text)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Held(folder, paths, collection)


def let_go(held: Held | None) -> None:
    """Delete what is held; None: nothing is."""
    if held:
        shutil.rmtree(held.folder, ignore_errors=True)


def _copied(file: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copyfile(file, folder / file.name))
