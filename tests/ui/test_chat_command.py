"""The shell's `chat`: quick to explain itself, honest about its port."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from index_store.errors import AbstractQAError
from ui.server import address, check_port, is_loopback

CHAT = [sys.executable, "-c", "from rag.shell.terminal import run; from ui.chat_command import chat; run(chat)"]


def test_help_needs_no_heavy_library() -> None:
    code = "import sys, ui.chat_command; print([n for n in ('gradio', 'torch', 'chromadb') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_taken_port_is_one_line_with_the_way_out(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run([*CHAT, "--port", str(port)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == (
        f"abstract-qa: Port {port} on 127.0.0.1 is taken. Stop what uses it, or: abstract-qa chat --port {port + 1}"
    )


def test_an_unknown_model_is_told_before_anything_is_built(home: Path) -> None:
    done = subprocess.run([*CHAT, "--llm", "gpt-9000"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No model 'gpt-9000' in the catalogue" in done.stderr.splitlines()[-1]
    assert not (home / "index").exists()


def test_an_address_that_is_not_ours_is_one_line() -> None:
    with pytest.raises(AbstractQAError, match="Cannot serve on 203.0.113.9 port 7860.*--host 127.0.0.1"):
        check_port("203.0.113.9", 7860)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.1", False), ("pc", False)],
)
def test_what_only_this_machine_can_reach(host: str, local: bool) -> None:
    assert is_loopback(host) == local


def test_an_address_can_be_clicked() -> None:
    assert address("127.0.0.1", 7860) == "http://127.0.0.1:7860"
    assert address("::1", 7860) == "http://[::1]:7860"


def test_the_page_is_served_with_safe_headers_and_ends_on_ctrl_c(home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    proxied = {**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    proxied["ABSTRACT_QA_LLM_URL"] = "http://127.0.0.1:9/v1"  # asked by nobody in this test
    command = [*CHAT, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=proxied) as server:
        assert server.stderr is not None
        said = next((line for line in server.stderr if "Serving" in line), "")
        try:
            assert said == f"Serving on http://127.0.0.1:{port} (Ctrl-C stops)\n"
            direct = httpx.Client(trust_env=False, timeout=30)
            page = direct.get(f"http://127.0.0.1:{port}/")
            rebound = direct.get(f"http://127.0.0.1:{port}/", headers={"Host": "evil.example"})
        finally:
            server.send_signal(signal.SIGINT)
            stdout, _ = server.communicate(timeout=60)
    assert server.returncode == 130
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert rebound.status_code == 400
    assert stdout == ""
