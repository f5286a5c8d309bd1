"""The address of the page, who may use it, and the headers and limits of its requests."""

import errno
import hmac
import ipaddress
import os
import socket
from collections.abc import Callable

from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index_store.errors import AbstractQAError

LOCAL_NAMES = ["127.0.0.1", "localhost"]
LARGEST_FILE = 50_000_000  # bytes
LARGEST_UPLOAD = 4 * LARGEST_FILE  # several files dropped at once
LARGEST_REQUEST = 1_000_000  # of any other kind: a question, a click
# Nothing may be loaded from or sent to other hosts. Without 'unsafe-eval' Gradio's page stops at "Loading": it makes
# functions out of texts for the script of the page, for the template of every gr.HTML and for `js_on_load`.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)


class SafeHeaders:
    """Adds headers to every response: no frames, no type sniffing, nothing loaded from other hosts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self.app(scope, receive, send_with_headers)


class LimitedBodies:
    """Refuses requests with a body that is too large, also one whose length is not told beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = LARGEST_UPLOAD if scope["path"].rstrip("/").endswith("/upload") else LARGEST_REQUEST
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > limit:
            await PlainTextResponse("The request is too large.", 413)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise HTTPException(413, "The request is too large.")
            return message

        await self.app(scope, counted, send)


def middleware(host: str) -> list[Middleware]:
    """Return the middleware; a local page is served only under local names (against DNS rebinding)."""
    named = [Middleware(TrustedHostMiddleware, allowed_hosts=LOCAL_NAMES)] if host in LOCAL_NAMES else []
    return [Middleware(SafeHeaders), Middleware(LimitedBodies), *named]


def sign_in(host: str, password: SecretStr | None) -> Callable[[str, str], bool] | None:
    """Return what checks a name and a password; any name will do. None if no password is set.

    Raises AbstractQAError if other machines can reach the address and no password is set.
    """
    if password is None and not is_loopback(host):
        raise AbstractQAError(
            f"Other machines can reach {host}, so the page needs a password: set ABSTRACT_QA_PASSWORD, or password in "
            "settings.toml. Only for this machine: abstract-qa chat --host 127.0.0.1"
        )
    if password is None:
        return None
    secret = password.get_secret_value().encode()
    return lambda name, given: hmac.compare_digest(given.encode(), secret)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """Return the URL of the page."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def check_port(host: str, port: int) -> None:
    """Raise AbstractQAError unless the port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # on Windows this would allow a second listener
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        free = port + 1 if port < 65535 else 7860
        if error.errno == errno.EADDRINUSE:
            raise AbstractQAError(
                f"Port {port} on {host} is taken. Stop what uses it, or: abstract-qa chat --port {free}"
            ) from error
        raise AbstractQAError(
            f"Cannot serve on {host} port {port} ({error.strerror or error}). "
            f"Try: abstract-qa chat --host 127.0.0.1 --port {max(free, 7861)}"
        ) from error


def reach_without_proxy(host: str) -> None:
    """Exempt an address from the environment's proxies, as Gradio checks its own server."""
    for name in ("NO_PROXY", "no_proxy"):
        exempt = os.environ.get(name, "")
        if exempt != "*":
            os.environ[name] = ",".join(filter(None, [exempt, "localhost,127.0.0.1", host]))
