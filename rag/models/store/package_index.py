"""Find a package's wheel on the package index that pip is configured for, and read members of a wheel.

A wheel is only an archive here: it is never installed and its code is never imported.
"""

import configparser
import os
import shutil
import sys
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import httpx
from packaging.utils import canonicalize_name
from platformdirs import PlatformDirs
from pypi_simple import ACCEPT_ANY, DistributionPackage, ProjectPage, UnsupportedRepoVersionError

from rag.models.store.download import DownloadError, get

PUBLIC_INDEX = "https://pypi.org/simple"


def index_url() -> str:
    """Return the index pip uses: `PIP_INDEX_URL`, else its configuration files, else the public index."""
    configured = configparser.RawConfigParser(strict=False)
    for file in _pip_configurations():
        with suppress(configparser.Error, UnicodeDecodeError):
            configured.read(file, encoding="utf-8")
    named = os.environ.get("PIP_INDEX_URL") or configured.get("global", "index-url", fallback=None)
    return (named or PUBLIC_INDEX).rstrip("/")


def _pip_configurations() -> list[Path]:
    """Return pip's configuration files, whether they exist or not; the last one wins."""
    user, *shared = PlatformDirs("pip", multipath=True).iter_config_paths()
    home = Path.home()
    folders = [*shared, Path("/etc"), home / ".pip", home / ".config" / "pip", user, Path(sys.prefix)]
    return [*(folder / "pip.conf" for folder in folders), Path(os.environ.get("PIP_CONFIG_FILE") or os.devnull)]


def find_wheel(client: httpx.Client, index: str, package: str, version: str) -> DistributionPackage:
    """Return the wheel of `package` at exactly `version`; raises DownloadError when the index has none.

    Its `size` and its `digests` are missing where the index does not give them.
    """
    name = canonicalize_name(package)
    response = get(client, f"{index}/{name}/", {"Accept": ACCEPT_ANY})
    for file in _offered_files(response, name):
        of_package = canonicalize_name(file.project or "") == name
        if of_package and file.package_type == "wheel" and file.version == version:
            return file
    raise DownloadError(f"{response.url.host} has no wheel of {package} {version}")


def _offered_files(response: httpx.Response, package: str) -> Sequence[DistributionPackage]:
    address = str(response.url)
    try:
        if "json" in response.headers.get("Content-Type", ""):
            return ProjectPage.from_json_data(response.json(), address).packages
        return ProjectPage.from_html(package, response.text, address).packages
    except (ValueError, UnsupportedRepoVersionError) as error:
        raise DownloadError(f"{response.url.host} answered with a malformed page of files") from error


def append_member(path: Path, member: str, target: IO[bytes], limit: int) -> int:
    """Write the bytes of `member` of a wheel or another zip archive to `target` and return how many.

    Raises DownloadError when the file is no archive, lacks the member, or the member exceeds `limit` bytes.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as source:
            size = archive.getinfo(member).file_size
            if size > limit:
                raise DownloadError(f"{member} of {path.name} has {size:,} bytes; {limit:,} are missing")
            shutil.copyfileobj(source, target, 1 << 20)
            return size
    except KeyError as error:
        raise DownloadError(f"{path.name} holds no {member}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DownloadError(f"{path.name} cannot be read as an archive ({error})") from error
