"""A data set as arrays: load its file, and compute its digest."""

import hashlib
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hpo.common.errors import DataError


class Arrays(NamedTuple):
    """A data set; all arrays are uint8.

    Attributes
    ----------
    x_train, x_validation, x_test
        Images, N x height x width, pixels 0..255.
    y_train, y_validation, y_test
        Labels, N, from 0 to the number of classes minus one.
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


def load_arrays(path: str | Path) -> Arrays:
    """Load a file that `hpo.data.split` wrote.

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
    for part in ("train", "validation", "test"):
        images, labels = getattr(arrays, f"x_{part}"), getattr(arrays, f"y_{part}")
        if len(images) != len(labels) or images.shape[1:] != arrays.image_shape:
            raise DataError(
                f"{path}: found {len(labels)} labels for x_{part} with shape {images.shape}, "
                f"expected one for each image of {arrays.image_shape} pixels. {advice}"
            )
    return arrays


def digest_for_training(arrays: Arrays) -> str:
    """Return the SHA-256, in hexadecimal, of all that a trial sees: not of the test images.

    Names, types, shapes and values count; the storage format does not.
    """
    digest = hashlib.sha256()
    for name, array in arrays._asdict().items():
        if not name.endswith("_test"):
            digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
