"""A group of processes that ends with the process that started it, however that ends."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from typing import Any


class ProcessGroup:
    """A process group, which others join.

    It is led by a guard, a copy of this process that waits for its end and then kills the group:
    nobody else would, if this process is killed.
    """

    def __init__(self):
        self._guard, self._lifeline = _start_guard()

    def start(self, command: Sequence[str], **options: Any) -> subprocess.Popen:
        """Start a program in the group, with options of `subprocess.Popen`; there is no shell.

        Its temporary files lie where those of this process do.

        Raises
        ------
        OSError
            It cannot be started.
        """
        environment = {**os.environ, "TMPDIR": tempfile.gettempdir()}
        return subprocess.Popen(  # noqa: S603
            list(command), process_group=self._guard, env=environment, **options
        )

    def end(self) -> None:
        """Kill all processes of the group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._guard, signal.SIGKILL)
        os.close(self._lifeline)
        os.waitpid(self._guard, 0)


def _start_guard() -> tuple[int, int]:
    """Start the guard of a group; return its number, and the descriptor that keeps it waiting."""
    waits, lifeline = os.pipe()
    guard = os.fork()
    if guard == 0:
        _guard(waits, lifeline)
    with contextlib.suppress(OSError):
        os.setpgid(guard, guard)  # here, too, so that it is done before a program starts
    os.close(waits)
    return guard, lifeline


def _guard(waits: int, lifeline: int) -> None:
    """Wait for the end of the process that started this one; kill the group; never return."""
    try:
        os.setpgid(0, 0)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        os.close(lifeline)
        os.dup2(waits, 0)
        # Whoever waits for the end of a pipe that this process holds, too, must get it.
        os.closerange(1, os.sysconf("SC_OPEN_MAX"))
        os.read(0, 1)
        os.killpg(0, signal.SIGKILL)
    finally:
        os._exit(0)
