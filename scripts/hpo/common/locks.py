"""Locks on files; the operating system releases a lock when its process ends, however it ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from hpo.common.errors import SearchError


@contextlib.contextmanager
def locked(path: Path, *, shared: bool = False, patience: float = 10) -> Iterator[None]:
    """Hold a lock on a file; create the file if it is missing.

    Parameters
    ----------
    path
        The file.
    shared
        Whether other processes may hold a shared lock at the same time.
    patience
        Seconds to wait for another holder, which may be about to end: a search takes a moment to
        notice that its Snakemake was killed.

    Raises
    ------
    SearchError
        Another process holds the lock, or the file system has no locks.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        _wait_for(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, time.monotonic() + patience)
        file.truncate(0)
        file.write(f"process {os.getpid()} on {os.uname().nodename}\n")
        file.flush()
        yield


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
