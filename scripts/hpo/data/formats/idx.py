"""IDX files: arrays of numbers, as those of MNIST."""

import math
from pathlib import Path

import numpy as np

from hpo.common.errors import DataError
from hpo.data.memory import check_memory
from hpo.data.numbers import as_examples, is_image
from hpo.data.source import Part, Source

# The first four bytes of an IDX file: two zeros, the type of its numbers, the number of dimensions.
# Format: http://yann.lecun.com/exdb/mnist/
TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}

IMAGES, LABELS = "images", "labels"

DIMENSIONS = {IMAGES: (2, 3, 4, 5), LABELS: (1, 2)}
"""How many dimensions the arrays may have."""

USUAL = {IMAGES: 0x00000803, LABELS: 0x00000801}
"""How the files of MNIST start."""


def read_files(
    train_images: str | Path,
    train_labels: str | Path,
    test_images: str | Path,
    test_labels: str | Path,
) -> Source:
    """Read the four files of a data set.

    Raises
    ------
    DataError
        A file is damaged, or two files do not fit each other.
    """
    train = _read_pair(train_images, train_labels)
    test = _read_pair(test_images, test_labels)
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


def _read_pair(images: str | Path, labels: str | Path) -> Part:
    """Read images and their labels."""
    x, y = read_idx(images, IMAGES), read_idx(labels, LABELS)
    if len(x) != len(y):
        raise DataError(f"{images} holds {len(x)} images, but {labels} holds {len(y)} labels.")
    return Part(as_examples(x, str(images)), y)


def read_idx(path: str | Path, content: str) -> np.ndarray:
    """Read an unzipped IDX file.

    Parameters
    ----------
    path
        The file.
    content
        "images" or "labels".

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
    advice = f"Delete {path} and run again."
    try:
        check_memory(path, path.stat().st_size)
        file = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
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
