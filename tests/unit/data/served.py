"""A server that answers as it is told to, and downloads from it."""

import contextlib
import gzip
import hashlib
import http.server
import io
import socket
import struct
import time
from collections import Counter

import pytest

from sametrials.common.errors import DataError
from sametrials.data.download import download
from sametrials.data.sources import FileSources
from sametrials.data.web import Network

CONTENT = b"\0\0\x08\x01" + bytes(range(256)) * 500
ZIPPED = gzip.compress(CONTENT, mtime=0)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
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


def trickle(handler):
    """Send a byte at a time, and never announce how many there will be."""
    handler.send_response(200)
    handler.end_headers()
    _for_ever(handler, lambda: ZIPPED[:1], pause=0.02)


def trickle_a_chunk(handler):
    """Send the size of a chunk, digit by digit, and nothing else."""
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    _for_ever(handler, lambda: b"0", pause=0.02)


def endless(block):
    """Send a block of bytes again and again."""

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        _for_ever(handler, lambda: block)

    return answer


def endless_redirect(to):
    """Redirect, with an answer that does not end."""

    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.end_headers()
        _for_ever(handler, lambda: bytes(100_000))

    return answer


def _for_ever(handler, block, pause=0.0):
    """Send blocks until the other side hangs up."""
    with contextlib.suppress(OSError):
        while True:
            handler.wfile.write(block())
            handler.wfile.flush()
            time.sleep(pause)


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
        self.authorizations = []

    def handle_error(self, request, client_address):
        pass  # a handler that broke the connection on purpose


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answers = self.server.answers.get(self.path, [status(404)])
        number = self.server.requests[self.path]
        self.server.requests[self.path] += 1
        self.server.authorizations.append(self.headers["Authorization"])
        answers[min(number, len(answers) - 1)](self)

    def log_message(self, *arguments):
        pass


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
