"""A data set as arrays: write and load its file, and compute its digest."""

import hashlib
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sametrials.common.errors import DataError
from sametrials.common.files import atomic_path

PARTS = ("train", "validation", "test")

LABELS = (np.dtype(np.uint8), np.dtype(np.uint16))
"""The types of labels, which count classes from 0."""


class Arrays(NamedTuple):
    """A data set: to classify its examples, or to predict a number or several for each.

    Attributes
    ----------
    x_train, x_validation, x_test
        N examples each, of one shape: images as uint8, N x height x width (x 3 colours), 0 to 255;
        all others as float32, for instance N x columns.
    y_train, y_validation, y_test
        N labels, uint8 or uint16, from 0 to the number of classes minus one; or for a regression
        N or N x outputs float32.
    classes
        Names of the classes, in the order of their labels; none if they are just numbered.
    columns
        Names of the columns, if the examples are rows of a table.
    targets
        Names of the outputs of a regression; may be none.
    origins
        Of each column, the one of the table that it was made from: of `colour=red` it is `colour`.
        None if each is a column of the table itself.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    classes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of an example: height and width of an image, for instance."""
        return self.x_train.shape[1:]

    @property
    def is_classification(self) -> bool:
        """Whether the examples belong to classes; if not, it is a regression."""
        return self.y_train.dtype in LABELS

    @property
    def noun(self) -> str:
        """What its examples are called: "images", "rows" of a table, or just "examples"."""
        if self.x_train.dtype == np.uint8:
            return "images"
        return "rows" if self.columns else "examples"

    @property
    def number_of_classes(self) -> int:
        """As many as there are names, or else the highest label of the training part, plus one."""
        return len(self.classes) or int(self.y_train.max()) + 1

    @property
    def number_of_outputs(self) -> int:
        """How many numbers a regression predicts for each example."""
        return 1 if self.y_train.ndim == 1 else self.y_train.shape[1]


NUMBERS = tuple(f"{axis}_{part}" for part in PARTS for axis in "xy")
NAMES = tuple(name for name in Arrays._fields if name not in NUMBERS)
SEEN_NAMES = tuple(name for name in NAMES if name != "origins")
"""The names that a trial may see; the evaluation alone asks where columns come from."""


def write_arrays(path: str | Path, arrays: Arrays) -> None:
    """Write a data set as an .npz file; the same data always make the same bytes."""
    names = {name: np.array(getattr(arrays, name)) for name in NAMES if getattr(arrays, name)}
    with atomic_path(path) as temporary:
        np.savez(temporary, **{name: getattr(arrays, name) for name in NUMBERS}, **names)


def load_arrays(path: str | Path) -> Arrays:
    """Load a file that `write_arrays` wrote.

    Raises
    ------
    DataError
        The file is missing or damaged, or holds something else.
    """
    advice = f"Delete {path} and run again."
    try:
        with np.load(path, allow_pickle=False) as file:
            numbers = [file[name] for name in NUMBERS]
            names = [tuple(file[name].tolist()) if name in file else () for name in NAMES]
            arrays = Arrays(*numbers, *names)
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, TypeError) as error:
        raise DataError(f"{path} is damaged ({error}). {advice}") from error
    for part in PARTS:
        x, y = getattr(arrays, f"x_{part}"), getattr(arrays, f"y_{part}")
        if x.dtype not in (np.uint8, np.float32) or x.ndim < 2 or x.size == 0:
            raise DataError(
                f"{path}: x_{part} is {x.dtype} with shape {x.shape}, expected uint8 or float32 "
                f"with at least 2 dimensions. {advice}"
            )
        if y.ndim != 1 if y.dtype in LABELS else y.dtype != np.float32 or y.ndim not in (1, 2):
            raise DataError(
                f"{path}: y_{part} is {y.dtype} with shape {y.shape}, expected uint8 or uint16 "
                f"with one dimension, or float32 with one or two. {advice}"
            )
        if (x.dtype, y.dtype) != (arrays.x_train.dtype, arrays.y_train.dtype):
            raise DataError(f"{path}: x_{part} or y_{part} is of another type. {advice}")
        if len(x) != len(y) or x.shape[1:] != arrays.input_shape:
            raise DataError(
                f"{path}: found {len(y)} labels for x_{part} with shape {x.shape}, expected one "
                f"for each example of shape {arrays.input_shape}. {advice}"
            )
    return arrays


def digest_for_training(arrays: Arrays) -> str:
    """Return the SHA-256, in hexadecimal, of all that a trial sees: not of the test part.

    Names, types, shapes and values count; the storage format does not.
    """
    digest = hashlib.sha256()
    for name in NUMBERS:
        if not name.endswith("_test"):
            array = getattr(arrays, name)
            digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            digest.update(np.ascontiguousarray(array).data)
    for name in SEEN_NAMES:
        if getattr(arrays, name):
            digest.update(f"{name} {getattr(arrays, name)!r}\n".encode())
    return digest.hexdigest()
