"""What may go wrong with files: a crash before, after or within an operation, an error of one.

Python tells a hook of each operation before it is carried out (PEP 578). Those that change a file
below a folder are counted.
"""

import errno
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

CRASHED = 137
"""Exit code of a process that a fault has ended, as of one that was killed."""

ERRORS = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE", "ENOMEM", "ESTALE")

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate")
"""The operations that change something, beside an opening to write."""

Fault = Callable[[int, Path], None]
"""Called with the number of an operation, from 0, and its path; ends the process, or raises."""


def watch(folder: Path, fault: Fault) -> None:
    """Have this process suffer a fault; there is no way back."""
    prefix = f"{folder}{os.sep}"
    n_operations = 0

    def hook(event: str, arguments: tuple) -> None:
        nonlocal n_operations
        if event not in CHANGES and not (event == "open" and _writes(arguments)):
            return
        path = os.fspath(arguments[0]) if not isinstance(arguments[0], int) else ""
        if isinstance(path, str) and str(Path(path).absolute()).startswith(prefix):
            number, n_operations = n_operations, n_operations + 1
            fault(number, Path(path))

    sys.addaudithook(hook)


def _writes(arguments: tuple) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR))


def crash_before(operation: int) -> Fault:
    """Crash before an operation, which is after the one before it."""

    def fault(number: int, path: Path) -> None:
        if number == operation:
            os._exit(CRASHED)

    return fault


def crash_within(operation: int, rng: random.Random) -> Fault:
    """Crash when a file that the operation opens is written in part; else right after it."""
    share, opened = rng.random(), None

    def fault(number: int, path: Path) -> None:
        nonlocal opened
        if number == operation:
            opened = path
        elif number == operation + 1:  # the one below would be the next
            if opened.is_file():
                os.truncate(opened, int(share * opened.stat().st_size))
            os._exit(CRASHED)

    return fault


def fail(operation: int, name: str, lasting: bool) -> Fault:
    """Let an operation fail with an error of the system; if it lasts, all after it, too."""
    code = getattr(errno, name)

    def fault(number: int, path: Path) -> None:
        if number == operation or (lasting and number > operation):
            raise OSError(code, os.strerror(code), str(path))

    return fault


def flip_bit(path: Path, rng: random.Random) -> None:
    """Flip a single bit of a file that is not empty."""
    content = bytearray(path.read_bytes())
    bit = rng.randrange(8 * len(content))
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
