"""Fetching from the web and from local files: what fails, what is tried again, what is allowed."""

import hashlib
import io
import socket
import time
from email.message import Message
from urllib.request import Request

import pytest
from served import (
    CONTENT,
    LOOPBACK,
    SHA256,
    ZIPPED,
    drop,
    fails,
    fetch,
    hang,
    hang_in_the_middle,
    ok,
    reset,
    status,
)

import hpo.data.download
from hpo.common.errors import DataError
from hpo.data.download import download
from hpo.data.sources import FileSources, SourceError
from hpo.data.web import Network, Web

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
