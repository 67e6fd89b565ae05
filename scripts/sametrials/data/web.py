"""Open web addresses: https only, with retries and limits, each hopeless host tried once."""

import base64
import http.client
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from sametrials.common.addresses import HIDDEN, hide_secrets
from sametrials.data.metered import MeteredConnections, Pace, SlowError
from sametrials.data.sources import SourceError

INVALID = (
    "not a valid address; in a user's name or password, / : ? # @ are written %2F %3A %3F %23 %40"
)


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
    slowest, window
        Fewer bytes a second, as a mean over so many seconds, are too slow. The window is longer
        than `answer_timeout`, since nothing comes before an answer.
    total_timeout
        For all attempts at an address together.
    """

    scheme: str = "https"
    read_timeout: float = 10
    answer_timeout: float = 15
    pauses: tuple[float, ...] = (1, 3)
    slowest: float = 1000
    window: float = 30
    total_timeout: float = 3600


class Web:
    """Opens addresses, and remembers the hosts that it could not reach or that were too slow."""

    def __init__(self, network: Network):
        self._network = network
        self._given_up: dict[str, str] = {}

    def read(self, url: str, use: Callable[[http.client.HTTPResponse], Any]) -> Any:
        """Return `use(response)`; try again after failures that may be transient.

        Raises
        ------
        SourceError
            The address is not allowed, its host cannot be reached, refuses or is too slow, or `use`
            raised it.
        """
        network = self._network
        pace = Pace(network.slowest, network.window, network.total_timeout, time.monotonic())
        for pause in network.pauses:
            try:
                return self._attempt(url, use, pace)
            except TransientError as error:
                print(f"{hide_secrets(url)}: {error}; next attempt in {pause} s", flush=True)
                time.sleep(pause)
        return self._attempt(url, use, pace)

    def _attempt(self, url: str, use: Callable, pace: Pace) -> Any:
        try:
            with self._answer(url, pace) as response:
                return use(response)
        except SlowError:
            self._given_up[urlsplit(url).netloc] = "was too slow"
            raise

    def _answer(self, url: str, pace: Pace) -> http.client.HTTPResponse:
        scheme = self._network.scheme
        try:
            parts = urlsplit(url)
        except ValueError:
            raise SourceError(INVALID) from None
        if parts.scheme != scheme:
            raise SourceError(f"only {scheme}:// and file:// addresses are allowed")
        if HIDDEN in url:
            raise SourceError(
                f"its password or token is hidden ({HIDDEN}): write the whole address"
            )
        if parts.netloc in self._given_up:
            reason = self._given_up[parts.netloc]
            raise SourceError(f"not tried again, since this host {reason} before")
        opener = urllib.request.build_opener(SameSchemeRedirects(scheme), MeteredConnections(pace))
        try:
            return _within(
                self._network.answer_timeout,
                lambda: opener.open(_request(url), timeout=self._network.read_timeout),
            )
        except urllib.error.HTTPError as error:
            error.close()
            kind = TransientError if error.code >= 500 or error.code == 429 else SourceError
            reason = " ".join(str(error.reason).split())[:200]
            raise kind(f"HTTP status {error.code} ({reason})") from None
        except http.client.InvalidURL:  # its text may hold a part of a password
            raise SourceError(INVALID) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, ConnectionResetError | http.client.BadStatusLine):
                raise TransientError(f"the connection broke: {reason}") from error
            if not isinstance(reason, OSError):
                raise SourceError(str(reason)) from error
            self._given_up[parts.netloc] = "could not be reached"
            raise SourceError(f"the host cannot be reached: {reason}") from error


def _request(url: str) -> urllib.request.Request:
    """Ask for an address; its user and password go to its own host only, not to a redirect's."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(parts._replace(netloc=host).geturl())  # noqa: S310 - checked
    if at:
        secret = base64.b64encode(unquote_to_bytes(user)).decode()
        request.add_unredirected_header("Authorization", f"Basic {secret}")
    return request


class SameSchemeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to addresses of one scheme only."""

    def __init__(self, scheme: str):
        self._scheme = scheme

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """Make the request for the new address, or raise SourceError."""
        fp.close()  # urllib would read it to its end, which need not come
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
