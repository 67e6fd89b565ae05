"""Whether a data set fits into memory: asked before it is read."""

import os
from pathlib import Path

from sametrials.common.errors import DataError

NEEDED = 3
"""A data set takes so many times its size while it is split: as read, in parts, and as written."""

LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux tells how much memory a container may use."""


def check_memory(path: str | Path, size: int) -> None:
    """Refuse data too large to be split in memory.

    Parameters
    ----------
    path
        What the message names.
    size
        Bytes that the arrays take.

    Raises
    ------
    DataError
        `NEEDED` times as much is more than this machine has to give.
    """
    available = available_memory()
    if NEEDED * size > available:
        raise DataError(
            f"{path}: found {_gigabytes(size)} of numbers, which take {NEEDED} times as much "
            f"memory while they are split, expected at most {_gigabytes(available // NEEDED)}, "
            "a third of the memory that is free here; make the data smaller (fewer examples or "
            "columns, smaller images), or run where there is more memory"
        )


def available_memory() -> int:
    """Return how many bytes of memory this machine, or its container, has to give."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        found += [1024 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable")]
    except OSError:  # not Linux
        pass
    for limit in map(Path, LIMITS):
        if limit.is_file() and (text := limit.read_text().strip()).isdigit():
            found.append(int(text))
    return min(found)


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
