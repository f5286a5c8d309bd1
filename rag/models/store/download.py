"""Download one URL to one file: resumed after an interruption, retried, never left half done.

Ours, because pooch cannot resume, and huggingface_hub is switched off by HF_HUB_OFFLINE, which this program sets.
Knows nothing of models or packages; whether the bytes are the right ones is the caller's to check.
"""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx

from index_store.errors import AbstractQAError
from rag.machine.files import explained_disk_errors, require_space

Progress = Callable[[int, int | None], None]
"""Called with the bytes done and the bytes in all, None when the server does not say."""

PAUSE_SECONDS = 0.5  # before the first retry; doubled before each further one
UNREACHABLE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)
HOPELESS = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects)
BUSY_STATUSES = (408, 429, 500, 502, 503, 504)

Result = TypeVar("Result")


class DownloadError(AbstractQAError):
    """One source did not deliver; another one may."""


class Unreachable(DownloadError):
    """No connection to the host could be made."""


class _TryAgain(Exception):
    """The attempt ended early, but the next one may get further."""


def open_client() -> httpx.Client:
    """Return a client for `download` and `get`: quick to give up connecting, patient while reading."""
    # A compressed transfer has no usable length and cannot be resumed.
    return httpx.Client(
        timeout=httpx.Timeout(30, connect=5), follow_redirects=True, headers={"Accept-Encoding": "identity"}
    )


def download(
    client: httpx.Client, url: str, destination: Path, size: int | None = None, progress: Progress = lambda _, __: None
) -> None:
    """Download `url` to `destination` through `destination.part`, which a later call resumes.

    `size` is the expected number of bytes, None when unknown. Raises Unreachable, DownloadError or DiskFull.
    """
    part = destination.with_name(f"{destination.name}.part")
    with explained_disk_errors(part.parent):
        part.parent.mkdir(parents=True, exist_ok=True)
        if size is None or _bytes_in(part) != size:
            _patiently(url, lambda: _attempt(client, url, part, size, progress), lambda: _bytes_in(part))
        os.replace(part, destination)


def get(client: httpx.Client, url: str, headers: dict[str, str]) -> httpx.Response:
    """Return the response to one small request. Raises Unreachable or DownloadError."""
    return _patiently(url, lambda: _checked(client.get(url, headers=headers)))


def _attempt(client: httpx.Client, url: str, part: Path, size: int | None, progress: Progress) -> None:
    done = _bytes_in(part)
    with client.stream("GET", url, headers={"Range": f"bytes={done}-"} if done else {}) as response:
        beyond_the_end = response.status_code == 416 and done
        start, total = (-1, None) if beyond_the_end else _span(_checked(response))
        if start not in (0, done):
            part.unlink()
            raise _TryAgain("the unfinished download does not fit the file on the server")
        _check_size(url, part, total, size)
        _write(response, part, start, size or total, progress)


def _write(response: httpx.Response, part: Path, start: int, total: int | None, progress: Progress) -> None:
    needed = None if total is None else total - start
    require_space(part.parent, needed or 0)
    done = start
    # A server that ignores the range sends the file from its beginning, so `part` begins anew too.
    with explained_disk_errors(part.parent, needed), part.open("ab" if start else "wb") as target:
        for piece in response.iter_bytes():
            done += len(piece)
            if total is not None and done > total:
                break
            target.write(piece)
            progress(done, total)
    if total is not None and done < total:
        raise _TryAgain(f"the connection closed after {done:,} of {total:,} bytes")
    _check_size(str(response.url), part, done, total)


def _span(response: httpx.Response) -> tuple[int, int | None]:
    """Return the offset at which the body starts in the file, and the file's length, None when not said."""
    if response.status_code == 206:
        match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
        if not match:
            raise _TryAgain("it sent a part of the file without saying which")
        return int(match[1]), None if match[2] == "*" else int(match[2])
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() and "Content-Encoding" not in response.headers else None


def _checked(response: httpx.Response) -> httpx.Response:
    """Return a successful response."""
    if response.is_success:
        return response
    answer = f"{response.status_code} {response.reason_phrase} for {response.url.path}"
    if response.status_code in BUSY_STATUSES:
        raise _TryAgain(f"it answered {answer}")
    raise DownloadError(f"{response.url.host} answered {answer}")


def _check_size(url: str, part: Path, found: int | None, expected: int | None) -> None:
    if found is not None and expected is not None and found != expected:
        part.unlink(missing_ok=True)
        raise DownloadError(f"{_name(url)} is not the expected {expected:,} bytes long, but {found:,} or more")


def _patiently(url: str, attempt: Callable[[], Result], reached: Callable[[], int] = lambda: 0) -> Result:
    """Return the result of `attempt`, repeated while `reached` (bytes so far) grows or few attempts failed."""
    furthest, failures = reached(), 0
    while True:
        try:
            return attempt()
        except (httpx.RequestError, httpx.InvalidURL, _TryAgain) as error:
            failures = 1 if reached() > furthest else failures + 1
            furthest = max(furthest, reached())
            retries = 0 if isinstance(error, HOPELESS) else 1 if isinstance(error, UNREACHABLE) else 3
            if failures > retries:
                raise _explained(url, error) from error
        time.sleep(PAUSE_SECONDS * 2 ** (failures - 1))


def _explained(url: str, error: Exception) -> DownloadError:
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, UNREACHABLE):
        return Unreachable(f"no connection to {httpx.URL(url).host} ({reason})")
    return DownloadError(f"{_name(url)} could not be fetched ({reason})")


def _name(url: str) -> str:
    """Return `url` without user, password and query, fit to be shown."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return "a malformed address"
    return f"{parsed.scheme}://{parsed.host}{parsed.path}"


def _bytes_in(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
