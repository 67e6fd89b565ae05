"""What is in a folder, without reading it."""

import os
from pathlib import Path

from sametrials.common.files import sha256_of_json


def digest_of_folder(path: str | Path) -> str:
    """Return a digest of the relative paths, sizes and times of all files below a folder."""
    found = {}
    for folder, _, names in os.walk(path):
        for name in names:
            file = Path(folder, name)
            state = file.stat() if file.exists() else file.lstat()  # a link to nowhere
            found[file.relative_to(path).as_posix()] = [state.st_size, state.st_mtime_ns]
    return sha256_of_json(found)
