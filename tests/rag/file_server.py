"""A small web server on this machine: files with ranges, and the ways in which real servers fail."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

JSON_PAGE = "application/vnd.pypi.simple.v1+json"


@dataclass
class FileServer:
    """Serves `files` by path; `requests` lists every path asked for with its Range header (None without)."""

    files: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    cuts: dict[str, list[int]] = field(default_factory=dict)  # bytes sent before the connection is cut
    statuses: dict[str, list[int]] = field(default_factory=dict)  # answers given before the real one
    knows_ranges: bool = True
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    def asked_for(self, path: str) -> int:
        """Return how often a path was requested."""
        return [asked for asked, _ in self.requests].count(path)

    def add_wheel(
        self,
        package: str,
        version: str,
        members: dict[str, bytes],
        html: bool = False,
        broken: bool = False,
    ) -> str:
        """Offer a real wheel on the index `/simple`; returns the path of the wheel. `broken`: other bytes."""
        filename = f"{package.replace('-', '_')}-{version}-py3-none-any.whl"
        path, wheel = f"/packages/{filename}", make_archive(members)
        digest = hashlib.sha256(wheel).hexdigest()
        self.files[path] = wheel[:-1] + b"!" if broken else wheel
        page = f"/simple/{package}/"
        if html:
            self.types[page] = "text/html; charset=utf-8"
            self.files[page] = f'<a href="../..{path}#sha256={digest}">{filename}</a>'.encode()
        else:
            entry = {"filename": filename, "url": f"../..{path}", "hashes": {"sha256": digest}}
            self.types[page] = JSON_PAGE
            meta = {"meta": {"api-version": "1.0"}, "name": package}
            self.files[page] = json.dumps({**meta, "files": [entry]}).encode()
        return path


def make_archive(members: dict[str, bytes]) -> bytes:
    """Return a zip archive of the members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@contextmanager
def running(server: FileServer, port: int = 0) -> Iterator[FileServer]:
    """Serve while the block runs; on a free port unless one is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked_range = self.headers.get("Range")
            server.requests.append((self.path, asked_range))
            status = next(iter(server.statuses.get(self.path, [])), None)
            if status:
                server.statuses[self.path].pop(0)
                self.send_error(status)
            elif self.path not in server.files:
                self.send_error(404)
            else:
                self.answer(server.files[self.path], asked_range if server.knows_ranges else None)

        def answer(self, content: bytes, asked_range: str | None) -> None:
            match = re.fullmatch(r"bytes=(\d+)-", asked_range or "")
            start = int(match[1]) if match else 0
            if match and start >= len(content):
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if match else 200)
            if match:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Type", server.types.get(self.path, "application/octet-stream"))
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            cuts = server.cuts.get(self.path)
            if cuts:
                self.wfile.write(content[start : start + cuts.pop(0)])
                self.close_connection = True
            else:
                self.wfile.write(content[start:])

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Stay silent: a client that hangs up is part of the tests."""

    http = Server(("127.0.0.1", port), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
