import socket
from pathlib import Path

import pytest
from file_server import FileServer, running

from index_store.errors import AbstractQAError
from rag.machine.files import DiskFull
from rag.models.store.download import DownloadError, Unreachable, download, get, open_client

CONTENT = bytes(range(256)) * 400  # 102,400 bytes, more than one read from the socket


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(FileServer(files={"/file": CONTENT})) as server:
        yield server


@pytest.fixture
def client():
    with open_client() as client:
        yield client


def test_a_file_arrives_whole_and_progress_ends_at_its_size(server, client, tmp_path):
    steps, target = [], tmp_path / "new" / "file"
    download(client, f"{server.url}/file", target, len(CONTENT), lambda *step: steps.append(step))
    assert target.read_bytes() == CONTENT
    assert steps[-1] == (len(CONTENT), len(CONTENT))
    assert steps == sorted(steps)
    assert list(target.parent.iterdir()) == [target]


def test_a_part_is_resumed_where_it_ended(server, client, tmp_path):
    (tmp_path / "file.part").write_bytes(CONTENT[:1000])
    download(client, f"{server.url}/file", tmp_path / "file", len(CONTENT))
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert server.requests == [("/file", "bytes=1000-")]


def test_a_finished_part_needs_no_request(server, client, tmp_path):
    (tmp_path / "file.part").write_bytes(CONTENT)
    download(client, f"{server.url}/file", tmp_path / "file", len(CONTENT))
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert server.requests == []


def test_a_cut_connection_is_taken_up_again(server, client, tmp_path):
    server.cuts["/file"] = [10_000, 20_000]
    download(client, f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert server.requests == [("/file", None), ("/file", "bytes=10000-"), ("/file", "bytes=30000-")]


def test_a_server_without_ranges_starts_the_file_anew(server, client, tmp_path):
    server.knows_ranges = False
    (tmp_path / "file.part").write_bytes(b"x" * 1000)
    download(client, f"{server.url}/file", tmp_path / "file", len(CONTENT))
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_server_that_cuts_every_time_is_given_up_and_the_part_kept(server, client, tmp_path):
    server.knows_ranges = False
    server.cuts["/file"] = [5000] * 20
    with pytest.raises(DownloadError, match="could not be fetched"):
        download(client, f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file.part").read_bytes() == CONTENT[:5000]
    assert not (tmp_path / "file").exists()


def test_a_part_longer_than_the_file_is_started_anew(server, client, tmp_path):
    (tmp_path / "file.part").write_bytes(CONTENT + b"more")
    download(client, f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert server.requests == [("/file", f"bytes={len(CONTENT) + 4}-"), ("/file", None)]


def test_a_file_of_another_size_is_refused_before_it_is_read(server, client, tmp_path):
    steps = []
    with pytest.raises(DownloadError, match="not the expected 7 bytes long, but 102,400"):
        download(client, f"{server.url}/file", tmp_path / "file", 7, lambda *step: steps.append(step))
    assert steps == []
    assert list(tmp_path.iterdir()) == []


def test_a_part_is_dropped_when_the_file_changed_its_size(server, client, tmp_path):
    (tmp_path / "file.part").write_bytes(b"old")
    with pytest.raises(DownloadError, match="not the expected 7 bytes"):
        download(client, f"{server.url}/file", tmp_path / "file", 7)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_not_asked_for_twice(server, client, tmp_path):
    with pytest.raises(DownloadError, match="127.0.0.1 answered 404 Not Found for /nothing"):
        download(client, f"{server.url}/nothing", tmp_path / "file")
    assert server.asked_for("/nothing") == 1


def test_a_busy_server_is_asked_again(server, client):
    server.statuses["/file"] = [503]
    assert get(client, f"{server.url}/file", {}).content == CONTENT
    assert server.asked_for("/file") == 2


def test_a_closed_port_is_one_line_that_names_the_host(client, tmp_path, closed_port):
    with pytest.raises(Unreachable, match="^no connection to 127.0.0.1 .*refused") as caught:
        download(client, f"http://127.0.0.1:{closed_port}/file", tmp_path / "file")
    assert "\n" not in str(caught.value)


def test_passwords_in_an_address_are_not_shown(client, tmp_path):
    with pytest.raises(DownloadError) as caught:
        download(client, "ftp://user:secret@127.0.0.1/file?token=secret", tmp_path / "file")
    assert "ftp://127.0.0.1/file" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_too_little_room_is_told_before_anything_is_written(server, client, tmp_path):
    class Endless(bytes):
        def __len__(self) -> int:
            return 10**18

    server.files["/file"] = Endless(b"x")
    with pytest.raises(DiskFull, match=r"1,000,000,000,000\.0 MB needed, [\d,.]+ MB free.*ABSTRACT_QA_HOME"):
        download(client, f"{server.url}/file", tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_fills_up_while_writing_is_one_line(server, client, tmp_path):
    (tmp_path / "file.part").symlink_to("/dev/full")  # every write to it fails for want of space
    with pytest.raises(DiskFull, match=r"0\.1 MB needed"):
        download(client, f"{server.url}/file", tmp_path / "file")


def test_a_folder_that_cannot_be_made_is_one_line(server, client, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(AbstractQAError, match="Cannot use .*taken.*ABSTRACT_QA_HOME"):
        download(client, f"{server.url}/file", tmp_path / "taken" / "file")


@pytest.fixture
def closed_port(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
