"""Write files atomically (to a temporary name, then rename); read and digest them."""

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PARTIAL = ".partial"

DIGEST = "digest"
"""The key of a sealed file under which its digest stands."""


@contextlib.contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; rename it to `path` when the block succeeds.

    The temporary name keeps the suffix of `path`, since Keras, NumPy and matplotlib choose the
    format by it. When the block raises, the temporary file is removed and `path` is unchanged.

    Raises
    ------
    OSError
        The file cannot be written (disk full, read-only folder, ...); `filename` is `path`.
    """
    path = Path(path)
    # Each writer has its own name: two may write the same file at once.
    temporary = path.with_name(f".{path.stem}{PARTIAL}-{secrets.token_hex(4)}{path.suffix}")
    try:
        make_folder(path.parent)
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        flush_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror or str(error), str(path)) from error
        raise


def final_name(temporary: Path) -> str:
    """Return the name that a temporary file of `atomic_path` was to get; empty for any other."""
    made = re.fullmatch(rf"\.(.+){re.escape(PARTIAL)}-[0-9a-f]{{8}}(\.[^.]*)?", temporary.name)
    return "".join(made.groups(default="")) if made else ""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; they are there after a power cut, too."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in new:
        flush_folder(each.parent)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk: a rename alone may be lost by a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system without it
            raise
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Rename a file or folder, also after a power cut; what is at the target must be a file."""
    make_folder(target.parent)
    source.rename(target)
    for folder in {source.parent, target.parent}:
        flush_folder(folder)


def write_json(path: str | Path, content: Any) -> None:
    """Write `content` as indented JSON, atomically; NaN and infinity are refused (ValueError)."""
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(content, indent=2, allow_nan=False) + "\n")


def read_json(path: str | Path) -> Any:
    """Read a JSON file."""
    return json.loads(Path(path).read_text())


def write_sealed(path: str | Path, content: Mapping[str, Any]) -> None:
    """Write a JSON object with its own digest, atomically, so that a later change is noticed."""
    write_json(path, {**content, DIGEST: sha256_of_json(content)})


def read_sealed(path: str | Path) -> dict[str, Any]:
    """Read what `write_sealed` wrote, without its digest.

    Raises
    ------
    ValueError
        The content is not the one that was written; the message says in a line what is wrong.
    """
    content = json.loads(Path(path).read_bytes(), object_pairs_hook=_without_repeated_keys)
    if not isinstance(content, dict) or DIGEST not in content:
        raise ValueError(f"found no {DIGEST}, expected a JSON object that ends with its own")
    digest = content.pop(DIGEST)
    if digest != sha256_of_json(content):
        raise ValueError(f"found content that does not fit its {DIGEST}: the file was changed")
    return content


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("found a key twice, expected each once")
    return content


def sha256_of_file(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_json(content: Any) -> str:
    """Return the SHA-256 of plain data, in hexadecimal; the order of keys does not matter."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
