"""A data set as arrays: read the IDX files, hold out validation images, load, identify."""

import hashlib
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hpo.errors import DataError
from hpo.files import atomic_path

# The first four bytes of an IDX file: two zeros, 8 for "unsigned byte", the number of dimensions.
# Format: http://yann.lecun.com/exdb/mnist/
IDX_MAGIC = {1: 0x00000801, 3: 0x00000803}
IDX_CONTENT = {1: "labels", 3: "images"}


class Arrays(NamedTuple):
    """A data set; all arrays are uint8.

    Attributes
    ----------
    x_train, x_validation, x_test
        Images, N x height x width, pixels 0..255.
    y_train, y_validation, y_test
        Labels, N, from 0 to the number of classes less one.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    @property
    def image_shape(self) -> tuple[int, int]:
        """Height and width of an image, in pixels."""
        return self.x_train.shape[1:]

    @property
    def number_of_classes(self) -> int:
        """The highest label of the training images, plus one."""
        return int(self.y_train.max()) + 1


def read_idx(path: str | Path, dimensions: int) -> np.ndarray:
    """Read an unzipped IDX file of unsigned bytes.

    Parameters
    ----------
    path
        The file.
    dimensions
        1 for labels, 3 for images.

    Returns
    -------
    numpy.ndarray
        uint8, N for labels, N x height x width for images.

    Raises
    ------
    DataError
        The file is missing, or not an IDX file with that many dimensions, or empty, cut or padded.
    """
    path = Path(path)
    advice = f"Delete {path} and run again."
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
    header = np.frombuffer(content[: 4 + 4 * dimensions], dtype=np.uint8)
    if header.size < 4 + 4 * dimensions:
        raise DataError(
            f"{path} has {len(content)} bytes, too few for the header of an IDX file. {advice}"
        )
    magic, *shape = (int(number) for number in header.view(">u4"))
    if magic != IDX_MAGIC[dimensions]:
        raise DataError(
            f"{path} is not an IDX file of {IDX_CONTENT[dimensions]}: it starts with "
            f"0x{magic:08x}, expected 0x{IDX_MAGIC[dimensions]:08x}. {advice}"
        )
    size = 1
    for length in shape:
        size *= length
    if len(content) != header.size + size:
        raise DataError(
            f"{path} has {len(content)} bytes; its header announces {' x '.join(map(str, shape))} "
            f"and so {header.size + size} bytes. {advice}"
        )
    if size == 0:
        raise DataError(f"{path} holds nothing: its header announces {shape}.")
    return np.frombuffer(content, dtype=np.uint8, offset=header.size).reshape(shape)


def split_dataset(
    train_images: str | Path,
    train_labels: str | Path,
    test_images: str | Path,
    test_labels: str | Path,
    output: str | Path,
    train: int | None,
    validation: int,
    test: int | None,
) -> None:
    """Hold out the last images of the training file for validation; write all arrays as one file.

    The same input always makes the same bytes.

    Parameters
    ----------
    train_images, train_labels, test_images, test_labels
        The IDX files.
    output
        The .npz file to write; its arrays are the fields of `Arrays`.
    train, test
        Use only the first so many images of the file; None for all.
    validation
        So many of the training images, the last ones, are held out.

    Raises
    ------
    DataError
        A file is not what it should be, two of them do not fit each other, or there are fewer
        images than config.yaml asks for.
    """
    x_train, y_train = _read_pair(train_images, train_labels, train, "train")
    x_test, y_test = _read_pair(test_images, test_labels, test, "test")
    if x_train.shape[1:] != x_test.shape[1:]:
        raise DataError(
            f"The images differ in height x width: {x_train.shape[1:]} in {train_images}, "
            f"{x_test.shape[1:]} in {test_images}."
        )
    held_out = len(x_train) - validation
    if not 0 < held_out < len(x_train):
        raise DataError(
            f"config.yaml, dataset.validation is {validation}, but must be at least 1 and less "
            f"than the {len(x_train)} training images it is taken from."
        )
    arrays = Arrays(
        x_train=x_train[:held_out],
        y_train=y_train[:held_out],
        x_validation=x_train[held_out:],
        y_validation=y_train[held_out:],
        x_test=x_test,
        y_test=y_test,
    )
    _check_labels(arrays)
    with atomic_path(output) as temporary:
        np.savez(temporary, **arrays._asdict())


def load_arrays(path: str | Path) -> Arrays:
    """Load a file that `split_dataset` wrote.

    Raises
    ------
    DataError
        The file is missing or damaged, or holds something else.
    """
    advice = f"Delete {path} and run again."
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = Arrays(*(file[name] for name in Arrays._fields))
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, TypeError) as error:
        raise DataError(f"{path} is damaged ({error}). {advice}") from error
    for name, array in zip(Arrays._fields, arrays, strict=True):
        dimensions = 3 if name.startswith("x_") else 1
        if array.dtype != np.uint8 or array.ndim != dimensions or array.size == 0:
            raise DataError(
                f"{path}: {name} is {array.dtype} with shape {array.shape}, expected uint8 with "
                f"{dimensions} dimensions. {advice}"
            )
    return arrays


def digest_for_training(arrays: Arrays) -> str:
    """SHA-256 of all that a trial sees, in hexadecimal: not of the test images.

    Names, types, shapes and values count, however they are stored.
    """
    digest = hashlib.sha256()
    for name, array in arrays._asdict().items():
        if not name.endswith("_test"):
            digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _read_pair(
    images: str | Path, labels: str | Path, first: int | None, key: str
) -> tuple[np.ndarray, np.ndarray]:
    """Read images (N x height x width) and their labels (N), and keep the `first` of them."""
    x, y = read_idx(images, 3), read_idx(labels, 1)
    if len(x) != len(y):
        raise DataError(f"{images} holds {len(x)} images, but {labels} holds {len(y)} labels.")
    if first is not None and not 0 < first <= len(x):
        raise DataError(
            f"config.yaml, dataset.{key} is {first}, but must be between 1 and the {len(x)} images "
            f"in {images}."
        )
    return x[:first], y[:first]


def _check_labels(arrays: Arrays) -> None:
    """Every label must be one that the network sees in training, and there must be two at least."""
    classes = arrays.number_of_classes
    if classes < 2:
        raise DataError(
            f"The {len(arrays.y_train)} training images are all of class 0: nothing to learn. "
            "Is dataset.train in config.yaml too small?"
        )
    for name in ("validation", "test"):
        highest = int(getattr(arrays, f"y_{name}").max())
        if highest >= classes:
            raise DataError(
                f"The {name} images have labels up to {highest}, the {len(arrays.y_train)} "
                f"training images only up to {classes - 1}. Is dataset.train in config.yaml too "
                "small?"
            )
