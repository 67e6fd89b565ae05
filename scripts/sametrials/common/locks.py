"""Locks on files; the operating system releases a lock when its process ends, however it ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from sametrials.common.errors import SearchError

Check = Callable[[], None]
"""Raises a SearchError if a lock no longer keeps others out: its file is gone, or a new one."""


@contextlib.contextmanager
def locked(path: Path, *, shared: bool = False, patience: float = 10) -> Iterator[Check]:
    """Hold a lock on a file; create the file if it is missing.

    A lock belongs to the file and not to its path: whoever deletes the file lets others in. So the
    block calls what it is given before it relies on the lock, in particular before it writes.

    Parameters
    ----------
    path
        The file.
    shared
        Whether other processes may hold a shared lock at the same time.
    patience
        Seconds to wait for another holder, which may be about to end: a search takes a moment to
        notice that its Snakemake was killed.

    Yields
    ------
    Check
        Raises a SearchError if the file was deleted or replaced.

    Raises
    ------
    SearchError
        Another process holds the lock, or the file system has no locks.
    """
    deadline = time.monotonic() + patience
    with _open_and_lock(path, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, deadline) as file:

        def check() -> None:
            if not _is_at(file, path):
                raise SearchError(
                    f"{path}: found it deleted or replaced while the search was at work, expected "
                    "the file that this search has locked; the search ends, run again to go on "
                    "from the trials that are left"
                )

        file.truncate(0)
        file.write(f"process {os.getpid()} on {os.uname().nodename}\n")
        file.flush()
        yield check


def _open_and_lock(path: Path, kind: int, deadline: float) -> TextIO:
    """Open and lock a file; do it again if it was deleted before it was locked."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(path.open("a+"))
            _wait_for(file, kind, deadline)
            if _is_at(file, path):
                stack.pop_all()
                return file


def _is_at(file: TextIO, path: Path) -> bool:
    """Tell whether the open file is the one that the path leads to."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _wait_for(file: TextIO, kind: int, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                break
            time.sleep(0.1)
        except OSError as error:
            raise SearchError(
                f"{file.name}: found a file system without locks ({error.strerror}), "
                "expected one that has them, so that no two searches work in one folder"
            ) from error
    file.seek(0)
    raise SearchError(
        f"{Path(file.name).parent}: found another search at work here "
        f"({file.read().strip() or 'unknown process'}), expected none; "
        "wait until it is done, or stop it"
    )
