"""The folders for the temporary files of workers; they go even if nobody was left to remove them.

A folder is locked as long as its search lives. A search that starts removes those without a lock:
their searches, and what watched over them, were killed.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "sametrials-process-"


class WorkerFolder:
    """A new folder, locked until it is removed or this process ends."""

    def __init__(self):
        while True:
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
            self.path = Path(self._folder.name)
            with contextlib.suppress(FileNotFoundError):
                self._descriptor = _opened(self.path)
                with contextlib.suppress(OSError):  # a file system without locks: nobody cleans up
                    fcntl.flock(self._descriptor, fcntl.LOCK_EX)
                if self.path.exists():
                    return
                os.close(self._descriptor)  # it was taken for abandoned before it was locked

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        self._folder.cleanup()
        os.close(self._descriptor)


def remove_abandoned() -> None:
    """Remove the folders whose search is gone; what cannot be locked or removed stays."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            descriptor = _opened(path)
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            os.close(descriptor)


def _opened(path: Path) -> int:
    # No program that is started inherits it: the lock ends with this process.
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
