"""Fetching from the web and from local files: what fails, what is tried again, what is allowed."""

import base64
import gzip
import hashlib
import io
import os
import socket
import time
from dataclasses import replace
from email.message import Message
from urllib.request import Request

import pytest
from served import (
    CONTENT,
    LOOPBACK,
    SHA256,
    ZIPPED,
    drop,
    endless,
    endless_redirect,
    fails,
    fetch,
    hang,
    hang_in_the_middle,
    ok,
    reset,
    status,
    trickle,
    trickle_a_chunk,
)

import sametrials.data.download
from sametrials.common.errors import DataError
from sametrials.data.download import download
from sametrials.data.sources import FileSources, SourceError
from sametrials.data.web import Network, SameSchemeRedirects

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
    monkeypatch.setattr(sametrials.data.download, "MAX_BYTES", 100_000)
    server.answers["/labels"] = [ok(body)]
    assert "more than 100000 bytes" in fails(folder, f"{server.url}/labels")


# What would never end.

PATIENT = replace(LOOPBACK, read_timeout=10, answer_timeout=15)
IMPATIENT = replace(PATIENT, slowest=1000, window=0.5)
EMPTY_GZIP = gzip.compress(b"")
BOMB = gzip.compress(bytes(10_000_000))
UNENDING = {
    "trickle": (trickle, IMPATIENT, "slower than 1000 bytes a second"),
    "trickled chunk": (trickle_a_chunk, IMPATIENT, "slower than 1000 bytes a second"),
    "zeros": (endless(bytes(100_000)), PATIENT, "more than 1000000 bytes"),
    "name of a gzip file": (
        endless(b"\x1f\x8b\x08\x08" + b"x" * 100_000),
        PATIENT,
        "more than 1000000 bytes",
    ),
    "empty gzip files": (endless(EMPTY_GZIP * 1000), PATIENT, "more than 1000000 bytes"),
    "gzip bomb": (ok(BOMB), PATIENT, "more than 1000000 bytes"),
}


@pytest.mark.parametrize("answer, network, message", UNENDING.values(), ids=UNENDING)
def test_a_source_that_does_not_end_is_given_up_and_the_next_one_tried(
    server, folder, tmp_path, capsys, monkeypatch, answer, network, message
):
    monkeypatch.setattr(sametrials.data.download, "MAX_BYTES", 1_000_000)
    good = tmp_path / "good.gz"
    good.write_bytes(ZIPPED)
    server.answers["/labels"] = [answer]
    fetch(folder, f"{server.url}/labels", good.as_uri(), network=network)
    assert message in capsys.readouterr().out
    assert server.requests["/labels"] == 1
    assert [path.name for path in folder.iterdir()] == ["labels"]


def test_a_slow_host_is_asked_once_for_all_files(server, folder):
    server.answers = {f"/{name}": [trickle] for name in "abcd"}
    files = {name: FileSources(SHA256, (f"{server.url}/{name}",)) for name in "abcd"}
    with pytest.raises(DataError) as caught:
        download(files, folder, io.StringIO(), IMPATIENT)
    assert str(caught.value).count("not tried again, since this host was too slow before") == 3


def test_all_attempts_together_have_a_limit(server, folder):
    server.answers["/labels"] = [trickle]
    hasty = replace(PATIENT, slowest=0, total_timeout=0.3)
    assert "not finished after 0.3 s" in fails(folder, f"{server.url}/labels", network=hasty)


def test_a_steady_source_is_not_too_slow(server, folder):
    def steady(handler):
        handler.send_response(200)
        handler.end_headers()
        for start in range(0, len(CONTENT), len(CONTENT) // 4):
            handler.wfile.write(CONTENT[start : start + len(CONTENT) // 4])
            handler.wfile.flush()
            time.sleep(0.1)

    server.answers["/labels"] = [steady]
    fetch(folder, f"{server.url}/labels", network=replace(PATIENT, slowest=10, window=0.2))
    assert (folder / "labels").read_bytes() == CONTENT


def test_the_answer_that_redirects_is_not_read(server, folder):
    server.answers = {"/labels": [endless_redirect("/there")], "/there": [ok()]}
    fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT


def test_redirects_in_a_circle_are_told_in_one_line(server, folder, capsys):
    server.answers = {
        "/labels": [status(302, Location="/there")],
        "/there": [status(302, Location="/labels")],
    }
    fails(folder, f"{server.url}/labels")
    (line,) = capsys.readouterr().out.splitlines()
    assert "infinite loop" in line
    assert sum(server.requests.values()) < 20


# Passwords.


def test_a_password_goes_to_its_host_and_to_no_other(server, folder):
    other = f"http://localhost:{server.server_port}/there"
    server.answers = {"/labels?token=7": [status(302, Location=other)], "/there": [ok()]}
    address = f"{server.url}/labels?token=7".replace("://", "://me:pass%40word@")
    fetch(folder, address)
    assert (folder / "labels").read_bytes() == CONTENT
    basic = base64.b64encode(b"me:pass@word").decode()
    assert server.authorizations == [f"Basic {basic}", None]


SECRETS = {
    "404": "http://me:SECRET@{host}/x?token=SECRET",
    "503": "http://me:SECRET@{host}/busy?token=SECRET#SECRET",
    "redirect": "http://{host}/redirect",
    "slash": "http://me:SECRET/SECRET@{host}/x",
    "no ASCII": "http://me:SECRET@{host}/ü?SECRET",
    "brackets": "http://me:SECRET[@{host}/x",
    "control": "http://me:SECRET@{host}/\x01?SECRET",
    "scheme": "https://me:SECRET@127.0.0.1/x?SECRET",
    "no host": "http://me:SECRET@",
    "works": "http://SECRET@{host}/works?SECRET",
}


@pytest.mark.parametrize("address", SECRETS.values(), ids=SECRETS)
def test_nothing_that_is_said_shows_a_secret(server, folder, capsys, address):
    server.answers = {
        "/busy?token=SECRET": [status(503)],
        "/redirect": [status(302, Location="https://me:SECRET@host/x?SECRET")],
        "/works?SECRET": [ok()],
    }
    progress = Terminal()
    url = address.format(host=server.url.removeprefix("http://"))
    said = ""
    try:
        download({"labels": FileSources(SHA256, (url,))}, folder, progress, LOOPBACK)
    except DataError as error:
        said = str(error)
    said += capsys.readouterr().out + progress.getvalue()
    assert "labels" in said
    assert "SECRET" not in said


class Terminal(io.StringIO):
    """A terminal, which gets the progress, too."""

    def isatty(self):
        return True


def test_an_address_from_the_results_lacks_its_password_and_is_not_asked(server, folder):
    address = f"{server.url}/labels?***"
    assert "write the whole address" in fails(folder, address)
    assert not server.requests


# What is allowed.


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "ftp://127.0.0.1/x", "data:,x", "/x", "x"])
def test_only_https_and_local_files_are_allowed(folder, url):
    assert "only https:// and file:// addresses" in fails(folder, url, network=Network())


def test_a_redirect_must_not_leave_https():
    handler = SameSchemeRedirects("https")
    request, headers, body = Request("https://a.example/x"), Message(), io.BytesIO()
    with pytest.raises(SourceError, match="redirected to http://a"):
        handler.redirect_request(request, body, 302, "Found", headers, "http://a.example/y")
    other = handler.redirect_request(request, body, 302, "Found", headers, "https://b.example/y")
    assert other.full_url == "https://b.example/y"


@pytest.mark.parametrize("url", ["file://data/labels", "file:labels"])
def test_a_relative_local_path_is_refused(folder, url):
    assert "not an absolute path" in fails(folder, url)


def test_a_local_file_that_is_not_there_or_not_a_file_is_told(folder, tmp_path):
    (tmp_path / "folder").mkdir()
    message = fails(folder, (tmp_path / "nowhere").as_uri(), (tmp_path / "folder").as_uri())
    assert "nowhere: No such file or directory" in message
    assert "folder: found a folder or device, expected a file" in message


def test_a_local_pipe_without_an_end_is_not_opened(folder, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "pipe: found a folder or device" in fails(folder, (tmp_path / "pipe").as_uri())
