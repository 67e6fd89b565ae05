"""The IDX files of a folder, found and looked at with nothing but Python's own library."""

import gzip
import re
import struct
import zlib
from pathlib import Path

from sametrials.data.unreadable import UnreadableError

STARTS = {
    "train_images": "train-images",
    "train_labels": "train-labels",
    "test_images": "t10k-images",
    "test_labels": "t10k-labels",
}
"""How the names of the four files start, as those of MNIST do."""

USUAL_DIMENSIONS = {"images": 3, "labels": 1}
UNSIGNED_BYTES = 0x08


def idx_files_in(folder: str | Path) -> dict[str, Path]:
    """Find the four files of a data set: `train-images-idx3-ubyte` and so on, plain or .gz.

    The number of dimensions in a name, and the word for the type behind it, may be others.

    Returns
    -------
    dict
        The path of each, by `train_images`, `train_labels`, `test_images`, `test_labels`.

    Raises
    ------
    UnreadableError
        One is missing, or there are two for one.
    """
    try:
        names = sorted(each.name for each in Path(folder).iterdir() if each.is_file())
    except OSError as error:
        raise UnreadableError("path", f"{folder}: {error.strerror}", "a folder") from error
    found = {}
    for key, start in STARTS.items():
        fitting = [name for name in names if re.fullmatch(rf"{start}-idx\d-[a-z]+(\.gz)?", name)]
        if len(fitting) != 1:
            usual = f"{start}-idx{USUAL_DIMENSIONS[start.split('-')[1]]}-ubyte"
            raise UnreadableError(
                "path",
                f"{' and '.join(fitting) or 'no ' + usual} in {folder}",
                f"one file {usual}, plain or .gz, or with another number of dimensions behind idx",
            )
        found[key] = Path(folder, fitting[0])
    return found


def idx_holds_images(folder: str | Path) -> bool:
    """Tell whether the examples of a folder are images (`sametrials.data.numbers.as_examples`).

    Raises
    ------
    UnreadableError
        A file is missing, or that of the training images is no IDX file.
    """
    kind, shape = _read_header(idx_files_in(folder)["train_images"])
    return kind == UNSIGNED_BYTES and (len(shape) == 3 or shape[3:] in ((1,), (3,)))


def _read_header(path: Path) -> tuple[int, tuple[int, ...]]:
    """Read the type of the numbers and the shape."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            zeros, kind, dimensions = struct.unpack(">HBB", file.read(4))
            shape = struct.unpack(f">{dimensions}I", file.read(4 * dimensions))
    except (OSError, EOFError, zlib.error, struct.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError("path", f"{path}: {reason}", "an IDX file") from error
    if zeros:
        found = f"{path}, which does not start with two zeros"
        raise UnreadableError("path", found, "an IDX file")
    return kind, shape
