"""Connections to hosts that break off when what comes is too slow or takes too long."""

import http.client
import io
import time
import urllib.request
from functools import partial
from typing import NamedTuple

from sametrials.data.sources import SourceError


class SlowError(SourceError):
    """A source is so slow that the next one is better."""


class Pace(NamedTuple):
    """How fast a host must be; times are in seconds.

    Attributes
    ----------
    slowest, window
        Fewer bytes a second, as a mean over so many seconds, are too slow.
    total, began
        All has to be there so many seconds after that time (`time.monotonic`).
    """

    slowest: float
    window: float
    total: float
    began: float


class MeteredConnections(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Opens addresses for urllib; reading their answers raises SlowError if they lose the pace."""

    def __init__(self, pace: Pace):
        super().__init__()
        self._response = partial(_Response, pace)

    def http_open(self, req):
        """Open an address that begins with http."""
        return self.do_open(partial(self._connect, http.client.HTTPConnection), req)

    def https_open(self, req):
        """Open an address that begins with https."""
        return self.do_open(partial(self._connect, http.client.HTTPSConnection), req)

    def _connect(self, kind, *arguments, **settings):
        connection = kind(*arguments, **settings)
        connection.response_class = self._response
        return connection


class _Response(http.client.HTTPResponse):
    """An answer all of whose bytes are metered: headers, sizes of chunks, content."""

    def __init__(self, pace: Pace, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.fp = io.BufferedReader(_Metered(self.fp.detach(), pace))


class _Metered(io.RawIOBase):
    """The bytes that come from a host."""

    def __init__(self, stream: io.RawIOBase, pace: Pace):
        self._stream = stream
        self._pace = pace
        self._began, self._count = time.monotonic(), 0

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer) -> int:
        count = self._stream.readinto(buffer)
        if count:
            self._meter(count)
        return count

    def _meter(self, count: int) -> None:
        pace, now = self._pace, time.monotonic()
        if now - pace.began > pace.total:
            raise SlowError(f"not finished after {pace.total:g} s")
        self._count += count
        seconds = now - self._began
        if seconds >= pace.window:
            if self._count < pace.slowest * seconds:
                raise SlowError(f"slower than {pace.slowest:g} bytes a second")
            self._began, self._count = now, 0
