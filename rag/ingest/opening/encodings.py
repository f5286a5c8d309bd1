"""Bytes to text: which encoding a file is in, told by its bytes alone; a guess that is not sure is a refusal."""

import codecs
import io
import re
from collections.abc import Callable
from typing import BinaryIO, TextIO

from charset_normalizer import from_bytes

from index_store.errors import AbstractQAError

_CHUNK = 1 << 20  # bytes
_SAMPLE = 1 << 16  # bytes of lines with a letter beyond ASCII, to tell an old encoding by
_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_BEYOND_ASCII = re.compile(r"[^\W\d_]*[^\x00-\x7f]+(?:[^\W\d_]|[^\x00-\x7f])*")
_BETWEEN_WORDS = re.compile(r"[–—’‘“”·…«»°±µ×÷®©™§€£\xa0\xad´²³¹½¼¾•]+")
_KINDS = {  # how files begin that are no text
    b"%PDF": "a PDF",
    b"\x7fELF": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "an archive in an archive",
    b"PK\x03\x04": "an archive in an archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"PAR1": "a Parquet table",
}


def text_opener(file: str, open_bytes: Callable[[], BinaryIO]) -> Callable[[], TextIO]:
    """Return what opens the text of `file`, every line end as one newline.

    Raises AbstractQAError if it is no text, or text in an encoding that cannot be told.
    """
    encoding = _encoding(file, open_bytes)
    return lambda: io.TextIOWrapper(open_bytes(), encoding, newline=None)


def _encoding(file: str, open_bytes: Callable[[], BinaryIO]) -> str:
    with open_bytes() as stream:
        head = stream.read(_SAMPLE)
    for beginning, kind in _KINDS.items():
        if head.startswith(beginning):
            raise AbstractQAError(f"{file} is {kind}: expected text")
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None) or _unmarked_utf16(head)
    if _decodes(file, open_bytes, marked or "utf-8"):
        return marked or "utf-8"
    if marked:
        raise AbstractQAError(f"{file} is damaged: its beginning says {marked.upper()}, but not all of it is")
    return _old_encoding(file, open_bytes)


def _unmarked_utf16(head: bytes) -> str | None:
    """Tell UTF-16 by its zeros: in text that is mostly ASCII they are every second byte, always on one side."""
    half = len(head) // 2
    low, high = head[::2].count(0), head[1::2].count(0)
    if half and min(low, high) == 0 and max(low, high) > half / 2:
        return "utf-16-le" if high else "utf-16-be"
    return None


def _decodes(file: str, open_bytes: Callable[[], BinaryIO], encoding: str) -> bool:
    """Tell whether the whole file is in an encoding; raises AbstractQAError at a NUL, which no text holds."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with open_bytes() as stream:
        try:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise AbstractQAError(f"{file} is binary or damaged (it holds a NUL): expected text in UTF-8")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _old_encoding(file: str, open_bytes: Callable[[], BinaryIO]) -> str:
    sample = _beyond_ascii(open_bytes)
    if not _CONTROL.search(sample):
        for encoding in ("cp1252", "latin-1"):
            if _are_words(sample.decode(encoding, "replace")) and _decodes(file, open_bytes, encoding):
                return encoding
        best, *others = [*from_bytes(sample), None]
        is_sure = best and best.chaos < 0.05 and best.coherence > 0 and best.multi_byte_usage > 0
        if best and is_sure and all(other is None or other.chaos > best.chaos for other in others):
            encoding = best.encoding
            if _decodes(file, open_bytes, encoding):
                return encoding
    raise AbstractQAError(f"{file} is not text in UTF-8, nor surely in another encoding: save it as UTF-8")


def _beyond_ascii(open_bytes: Callable[[], BinaryIO]) -> bytes:
    """Return lines that hold a byte beyond ASCII, from the front; a long line is taken in pieces."""
    sample = b""
    with open_bytes() as stream:
        while len(sample) < _SAMPLE and (line := stream.readline(_SAMPLE)):
            sample += b"" if line.isascii() else line
    return sample


def _are_words(text: str) -> bool:
    """Tell whether the letters beyond ASCII stand where Western languages have them: single ones among others."""
    found = [word for word in _BEYOND_ASCII.findall(text) if not _BETWEEN_WORDS.fullmatch(word)]
    return sum(map(_is_word, found)) >= 0.9 * len(found)


def _is_word(text: str) -> bool:
    core = _BETWEEN_WORDS.sub(" ", text).strip()
    beyond = sum(not letter.isascii() for letter in core)
    is_cased = all(part in (part.lower(), part.upper(), part.capitalize(), part.title()) for part in core.split())
    return all(part.isalpha() for part in core.split()) and is_cased and (2 * beyond <= len(core) or len(core) == 1)
