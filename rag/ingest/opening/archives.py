"""Archives are opened by their content and read in memory, within limits: nothing of them is ever written to disk."""

import gzip
import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from index_store.errors import AbstractQAError
from rag.ingest.opening.refused import WHOLE_FILE, explained_reading_errors, printable
from rag.ingest.raw_record import Unreadable

MEMBER_LIMIT = 1_000
UNPACKED_LIMIT = 500_000_000  # bytes, of all members together
RATIO_LIMIT = 200  # unpacked to packed; text is packed to a tenth, a bomb to a thousandth
_SMALL = 1_000_000  # bytes that any archive may unpack to, whatever its ratio

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_OFFICE = ("[Content_Types].xml", "mimetype")  # the members that make a zip a document of an office program


@dataclass(frozen=True)
class Part:
    """The bytes of one file or of one member of an archive; `open` opens them from the front, as often as wanted."""

    file: str
    open: Callable[[], BinaryIO]


def parts_of(packed: Part, size: int) -> Iterator[Part | Unreadable]:
    """Yield the members of an archive of `size` bytes, or `packed` itself if it is none.

    A member may be read until the next is asked for. Raises AbstractQAError if the archive is broken or over a limit.
    """
    with packed.open() as stream:
        beginning = stream.read(len(_ZIP))
    if beginning.startswith(_GZIP):
        limit = _unpacked_limit(size)
        yield Part(packed.file, lambda: io.BufferedReader(_Unpacked(packed, limit)))
    elif beginning == _ZIP:
        with packed.open() as stream:
            yield from _members(packed.file, stream, size)
    else:
        yield packed


def _unpacked_limit(size: int) -> int:
    return min(UNPACKED_LIMIT, max(_SMALL, RATIO_LIMIT * size))


class _Unpacked(io.RawIOBase):
    """The content of a gzip file, which raises AbstractQAError where there is more than `limit` bytes of it."""

    def __init__(self, packed: Part, limit: int) -> None:
        self._packed, self._left, self._limit = packed, limit, limit
        self._stream = packed.open()
        self._unpacking = gzip.GzipFile(fileobj=self._stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = self._unpacking.readinto(buffer)
        self._left -= read
        if self._left < 0:
            raise _too_large(self._packed.file, self._limit)
        return read

    def close(self) -> None:
        self._unpacking.close()
        self._stream.close()
        super().close()


def _members(file: str, stream: BinaryIO, size: int) -> Iterator[Part | Unreadable]:
    with zipfile.ZipFile(stream) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(member.filename in _OFFICE for member in members):
            raise AbstractQAError(f"{file} is an Office file: expected text; save its table as CSV")
        if len(members) > MEMBER_LIMIT:
            raise AbstractQAError(f"{file} holds {len(members):,} files: expected at most {MEMBER_LIMIT:,}")
        if sum(member.file_size for member in members) > _unpacked_limit(size):  # no member gives more than it says
            raise _too_large(file, _unpacked_limit(size))
        for member in members:
            name = printable(f"{file}/{member.filename}")
            if reason := _why_not(archive, member):
                yield Unreadable(name, WHOLE_FILE, f"{reason}: not opened")
            elif not _is_hidden(member.filename):
                yield Part(name, partial(_opened, archive, member))


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(member))


def _why_not(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str | None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        return "a name that leads out of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link"
    if member.flag_bits & 1:
        return "a file under a password"
    try:
        with explained_reading_errors(path.name), archive.open(member) as stream:
            return "an archive in an archive" if stream.read(len(_ZIP)).startswith((_GZIP, _ZIP)) else None
    except AbstractQAError as error:
        return str(error)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _too_large(file: str, limit: int) -> AbstractQAError:
    return AbstractQAError(f"{file} unpacks to more than {limit / 1e6:,.0f} MB, the most for its size: unpack it first")
