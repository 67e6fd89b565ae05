"""IDX files: arrays of numbers, as those of MNIST."""

import gzip
import math
import zlib
from pathlib import Path

import numpy as np

from sametrials.common.errors import DataError
from sametrials.data.idx_head import idx_files_in
from sametrials.data.memory import check_memory
from sametrials.data.numbers import as_examples, is_image
from sametrials.data.source import Part, Source

# The first four bytes of an IDX file: two zeros, the type of its numbers, the number of dimensions.
# Format: http://yann.lecun.com/exdb/mnist/
TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}

IMAGES, LABELS = "images", "labels"

DIMENSIONS = {IMAGES: (2, 3, 4, 5), LABELS: (1, 2)}
"""How many dimensions the arrays may have."""

USUAL = {IMAGES: 0x00000803, LABELS: 0x00000801}
"""How the files of MNIST start."""


DELETE = "Delete {path} and run again."
MEND = "Put a sound file in its place and run again."
"""What to do with a damaged file: one that was fetched, one of the user's own."""


def read_idx_folder(path: str) -> Source:
    """Read the four files of a folder, which are called as those of MNIST (`idx_files_in`).

    Raises
    ------
    DataError
        A file is damaged, or two files do not fit each other.
    UnreadableError
        One is missing, or there are two for one.
    """
    source = read_files(**idx_files_in(path), advice=MEND)
    shapes = (
        f"{part} {' x '.join(map(str, pair.x.shape))} {source.noun}"
        for part, pair in source.parts.items()
    )
    return source._replace(notes=(f"{path}: {', '.join(shapes)}",))


def read_files(
    train_images: str | Path,
    train_labels: str | Path,
    test_images: str | Path,
    test_labels: str | Path,
    advice: str = DELETE,
) -> Source:
    """Read the four files of a data set; `advice` is what to do with a damaged one.

    Raises
    ------
    DataError
        A file is damaged, or two files do not fit each other.
    """
    train = _read_pair(train_images, train_labels, advice)
    test = _read_pair(test_images, test_labels, advice)
    for what, first, second, of_train, of_test in (
        ("images differ in height x width", train_images, test_images, train.x, test.x),
        ("labels differ in shape", train_labels, test_labels, train.y, test.y),
    ):
        if of_train.shape[1:] != of_test.shape[1:] or of_train.dtype != of_test.dtype:
            raise DataError(
                f"The {what}: {of_train.shape[1:]} ({of_train.dtype}) in {first}, "
                f"{of_test.shape[1:]} ({of_test.dtype}) in {second}."
            )
    noun = IMAGES if is_image(train.x) else "examples"
    return Source({"train": train, "test": test}, noun=noun, numbered=True)


def _read_pair(images: str | Path, labels: str | Path, advice: str) -> Part:
    """Read images and their labels."""
    x, y = read_idx(images, IMAGES, advice), read_idx(labels, LABELS, advice)
    if len(x) != len(y):
        raise DataError(f"{images} holds {len(x)} images, but {labels} holds {len(y)} labels.")
    return Part(as_examples(x, str(images)), y)


def read_idx(path: str | Path, content: str, advice: str = DELETE) -> np.ndarray:
    """Read an IDX file, gzipped if its name ends in .gz.

    Parameters
    ----------
    path
        The file.
    content
        "images" or "labels".
    advice
        What to do with a damaged file; may name its `{path}`.

    Returns
    -------
    numpy.ndarray
        Of the file's type: N or N x outputs for labels, N x height x width and the like for images.

    Raises
    ------
    DataError
        The file is missing, not an IDX file of that content, empty, truncated or padded.
    """
    path = Path(path)
    advice = advice.format(path=path)
    try:
        file = _read_bytes(path)
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{path}: the gzip file is damaged: {error}. {advice}") from error
    dimensions = file[3] if len(file) > 3 else 0
    header = np.frombuffer(file[: 4 + 4 * dimensions], dtype=np.uint8)
    if len(file) < 8 or header.size < 4 + 4 * dimensions:
        raise DataError(
            f"{path} has {len(file)} bytes, too few for the header of an IDX file. {advice}"
        )
    if file[:2] != b"\0\0" or file[2] not in TYPES or dimensions not in DIMENSIONS[content]:
        raise DataError(
            f"{path} is not an IDX file of {content}: it starts with 0x{file[:4].hex()}, expected "
            f"0x{USUAL[content]:08x} or a like number. {advice}"
        )
    shape = tuple(int(length) for length in header[4:].view(">u4"))
    kind = np.dtype(TYPES[file[2]])
    size = math.prod(shape) * kind.itemsize
    if len(file) != header.size + size:
        raise DataError(
            f"{path} has {len(file)} bytes; its header announces {' x '.join(map(str, shape))} "
            f"and so {header.size + size} bytes. {advice}"
        )
    if size == 0:
        raise DataError(f"{path} holds nothing: its header announces {list(shape)}.")
    numbers = np.frombuffer(file, dtype=kind, offset=header.size).reshape(shape)
    return numbers.astype(kind.newbyteorder("="), copy=False)


def _read_bytes(path: Path) -> bytes:
    """Read a file, unzipped, if memory has room for it."""
    if path.suffix != ".gz":
        check_memory(path, path.stat().st_size)
        return path.read_bytes()
    zipped = path.read_bytes()
    check_memory(path, int.from_bytes(zipped[-4:], "little"))  # the size, as gzip announces it
    return gzip.decompress(zipped)
