"""The address of the page, and the security headers of its responses."""

import errno
import ipaddress
import os
import socket

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index_store.errors import AbstractQAError

LOCAL_NAMES = ["127.0.0.1", "localhost"]
# Gradio evaluates templates in the browser, hence 'unsafe-eval'; nothing may be loaded from or sent to other hosts.
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


def middleware(host: str) -> list[Middleware]:
    """Return the middleware; a local page is served only under local names (against DNS rebinding)."""
    named = [Middleware(TrustedHostMiddleware, allowed_hosts=LOCAL_NAMES)] if host in LOCAL_NAMES else []
    return [Middleware(SafeHeaders), *named]


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
