"""Locks on files: the operating system lets go of one when its process ends, however it ends."""

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
    """Hold a lock on a file, which is made if need be.

    Parameters
    ----------
    path
        The file.
    shared
        Whether others may hold a shared lock at the same time; nobody else holds one otherwise.
    patience
        Seconds to wait for others, who may be about to end: a search whose Snakemake has just been
        killed takes a moment to notice.

    Raises
    ------
    SearchError
        Somebody else holds the lock, or the file system has none.
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
