"""Make the arrays of a data set from its IDX files: hold out validation images, check, write."""

from pathlib import Path

import numpy as np

from hpo.common.errors import DataError
from hpo.common.files import atomic_path
from hpo.data.arrays import Arrays
from hpo.data.idx import read_idx


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
        Number of images to use, the first of the file; None for all.
    validation
        Number of training images to hold out, the last ones.

    Raises
    ------
    DataError
        A file is damaged, two files do not fit each other, or there are fewer images than
        config.yaml asks for.
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
    """Check that there are two classes at least, and no labels above those of training."""
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
