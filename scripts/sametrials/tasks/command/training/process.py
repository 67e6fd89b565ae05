"""Run a program whose descendants end with it, and with this process, however that ends."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence

from sametrials.common.process_group import ProcessGroup
from sametrials.common.texts import one_line

LONGEST_LINE = 1_000_000
MOST_OUTPUT = 100_000_000
"""Most bytes that a program may write in a line, and in all."""

POLL = 0.2
"""Seconds between two looks at whether a program that is silent has ended: another process, which
it has left behind, may keep its output open."""

KEPT = 4000
"""Number of bytes of the end of standard error that are kept for a message."""


class Program:
    """A run of a program in a process group of its own (`sametrials.common.process_group`).

    Parameters
    ----------
    command
        The program and its arguments.
    content
        What it finds on its standard input.
    """

    def __init__(self, command: Sequence[str], content: bytes):
        self._group = ProcessGroup()
        self._error = b""
        try:
            with tempfile.TemporaryFile() as given:
                given.write(content)
                given.seek(0)
                self._process = self._group.start(
                    command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
                )
        except BaseException:
            self._group.end()
            raise

    def run(self, read: Callable[[bytes], bool]) -> str | None:
        """Give each line of its output to `read` until that returns False, or the program ends.

        Returns
        -------
        str or None
            Why it failed: its exit code, or an output that is too large.
        """
        try:
            problem, stopped = self._read_all(read)
            if problem is not None or stopped:
                return problem
            return self._ending(self._process.wait())
        finally:
            self._group.end()
            self._process.wait()
            self._process.stdout.close()
            self._process.stderr.close()

    def _read_all(self, read: Callable[[bytes], bool]) -> tuple[str | None, bool]:
        """Read to the end of the output; return a problem, and whether `read` has stopped it."""
        line, total = b"", 0
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            selector.register(self._process.stderr, selectors.EVENT_READ)
            while selector.get_map():
                ready = selector.select(POLL)
                if not ready and self._process.poll() is not None:
                    break
                for key, _ in ready:
                    chunk = os.read(key.fd, 1 << 16)
                    if not chunk:
                        selector.unregister(key.fileobj)
                    elif key.fileobj is self._process.stderr:
                        self._log(chunk)
                    else:
                        *whole, line = (line + chunk).split(b"\n")
                        for each in whole:  # one by one: how they come in pieces is chance
                            total += len(each) + 1
                            if problem := _too_large(len(each), total):
                                return problem, False
                            if not read(each):
                                return None, True
                        if problem := _too_large(len(line), total + len(line)):
                            return problem, False
        return None, bool(line) and not read(line)

    def _log(self, chunk: bytes) -> None:
        self._error = (self._error + chunk)[-KEPT:]
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(chunk.decode(errors="backslashreplace"))
            sys.stderr.flush()

    def _ending(self, code: int) -> str | None:
        if code == 0:
            return None
        how = f"exit code {code}" if code > 0 else f"killed by {_signal_name(-code)}"
        said = self._error.decode(errors="backslashreplace").strip().splitlines()
        return one_line(f"the program ended with {how}: {said[-1] if said else 'it said nothing'}")


def _too_large(line: int, total: int) -> str | None:
    if line > LONGEST_LINE:
        return f"found a line of more than {LONGEST_LINE} bytes in its output, expected JSON"
    if total > MOST_OUTPUT:
        return f"found more than {MOST_OUTPUT} bytes of output, expected a line a step"
    return None


def _signal_name(number: int) -> str:
    names = {each.value: each.name for each in signal.Signals}
    return names.get(number, f"signal {number}")
