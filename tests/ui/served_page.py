"""The page served in a process of its own, over a home folder that is thrown away: for commands that measure it."""

import contextlib
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from rag.machine.home import home_folder
from rag.shell.cli import main

PATIENCE = 300  # seconds until the page is there: the index may have to be built


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def passing_home(with_index: bool = True) -> Iterator[Path]:
    """Give a home folder with the user's models and a copy of the index of the bundled papers, and delete it."""
    usual = Path(os.environ.get("ABSTRACT_QA_TEST_HOME") or home_folder())
    with tempfile.TemporaryDirectory(prefix="abstract-qa-") as folder:
        home = Path(folder)
        (home / "models").symlink_to(usual / "models", target_is_directory=True)
        if (usual / "machine.json").exists():
            shutil.copy(usual / "machine.json", home)
        if with_index and (usual / "index").exists():
            shutil.copytree(usual / "index", home / "index")
        yield home


@contextlib.contextmanager
def served(home: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Give the address of a page that is served from a home folder, and the id of its process; end it after."""
    port = free_port()
    command = [sys.executable, "-m", "tests.ui.served_page", "chat", "--port", str(port), *options]
    process = subprocess.Popen(command, env={**os.environ, "ABSTRACT_QA_HOME": str(home)})
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, trust_env=False, timeout=10).is_success:
                return
        time.sleep(0.2)
    raise SystemExit("The page was not served.")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job would ignore it
    signal.signal(signal.SIGUSR1, lambda *_: gc.collect())
    main()
