"""Open web addresses: https only, with retries, and no second try of an unreachable host."""

import http.client
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from hpo.data.sources import SourceError


class TransientError(SourceError):
    """A source failed in a way that may be gone in a few seconds."""


@dataclass(frozen=True)
class Network:
    """Limits of access to the web; times are in seconds.

    Attributes
    ----------
    scheme
        The only scheme allowed, for addresses and redirects.
    read_timeout
        For one attempt to connect to one address of a host, and for every read.
    answer_timeout
        From looking up the host until its answer begins. Without it, a firewall that drops packets
        would cost `read_timeout` for each of the dozen addresses of a large host.
    pauses
        Before the second, third, ... attempt, after a failure that may be transient.
    """

    scheme: str = "https"
    read_timeout: float = 10
    answer_timeout: float = 15
    pauses: tuple[float, ...] = (1, 3)


class Web:
    """Opens addresses, and remembers the hosts that it could not reach."""

    def __init__(self, network: Network):
        self._network = network
        self._unreachable: set[str] = set()
        self._opener = urllib.request.build_opener(_SameSchemeRedirects(network.scheme))

    def read(self, url: str, use: Callable[[http.client.HTTPResponse], Any]) -> Any:
        """Return `use(response)`; try again after failures that may be transient.

        Raises
        ------
        SourceError
            The address is not allowed, its host cannot be reached or refuses, or `use` raised it.
        """
        for pause in self._network.pauses:
            try:
                with self._answer(url) as response:
                    return use(response)
            except TransientError as error:
                print(f"{url}: {error}; next attempt in {pause} s", flush=True)
                time.sleep(pause)
        with self._answer(url) as response:
            return use(response)

    def _answer(self, url: str) -> http.client.HTTPResponse:
        parts, scheme = urlsplit(url), self._network.scheme
        if parts.scheme != scheme:
            raise SourceError(f"only {scheme}:// and file:// addresses are allowed")
        if parts.netloc in self._unreachable:
            raise SourceError("not tried again, since this host could not be reached before")
        try:
            return _within(
                self._network.answer_timeout,
                lambda: self._opener.open(url, timeout=self._network.read_timeout),
            )
        except urllib.error.HTTPError as error:
            error.close()
            kind = TransientError if error.code >= 500 or error.code == 429 else SourceError
            raise kind(f"HTTP status {error.code} ({error.reason})") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, ConnectionResetError | http.client.BadStatusLine):
                raise TransientError(f"the connection broke: {reason}") from error
            if not isinstance(reason, OSError):
                raise SourceError(str(reason)) from error
            self._unreachable.add(parts.netloc)
            raise SourceError(f"the host cannot be reached: {reason}") from error


class _SameSchemeRedirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, scheme: str):
        self._scheme = scheme

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urlsplit(newurl).scheme != self._scheme:
            raise SourceError(f"redirected to {newurl}, but only {self._scheme}:// is allowed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _within(seconds: float, function: Callable[[], Any]) -> Any:
    """Call `function`; raise TimeoutError if it takes longer (its thread goes on)."""
    outcome: Future = Future()

    def call() -> None:
        try:
            outcome.set_result(function())
        except Exception as error:
            outcome.set_exception(error)

    threading.Thread(target=call, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        raise TimeoutError(f"no answer within {seconds} s") from None
