"""Make the arrays of a data set from its IDX files: hold out validation images, check, write."""

from pathlib import Path

import numpy as np

from hpo.common.errors import DataError
from hpo.data.arrays import Arrays, write_arrays
from hpo.data.classes import check_classes
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
    split: str = "last",
    seed: int | None = None,
) -> list[str]:
    """Hold out images of the training file for validation; write all arrays as one file.

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
        Number of training images to hold out.
    split
        Which: the `last`; `shuffled`, drawn at random; or `stratified`, drawn at random from each
        class in proportion. In each part the images keep their order.
    seed
        0 ... 2**32 - 1, for what is drawn.

    Returns
    -------
    list of str
        What is unwise about the classes in the parts, a line each.

    Raises
    ------
    DataError
        A file is damaged, two files do not fit each other, there are fewer images than config.yaml
        asks for, or a search cannot learn from the classes in the parts.
    """
    x_train, y_train = _read_pair(train_images, train_labels, train, "train")
    x_test, y_test = _read_pair(test_images, test_labels, test, "test")
    if x_train.shape[1:] != x_test.shape[1:]:
        raise DataError(
            f"The images differ in height x width: {x_train.shape[1:]} in {train_images}, "
            f"{x_test.shape[1:]} in {test_images}."
        )
    if not 0 < validation < len(x_train):
        raise DataError(
            f"config.yaml, dataset.validation is {validation}, but must be at least 1 and less "
            f"than the {len(x_train)} training images it is taken from."
        )
    held_out = _held_out(y_train, validation, split, seed)
    arrays = Arrays(
        x_train=x_train[~held_out],
        y_train=y_train[~held_out],
        x_validation=x_train[held_out],
        y_validation=y_train[held_out],
        x_test=x_test,
        y_test=y_test,
    )
    notes = check_classes(arrays)
    write_arrays(output, arrays)
    return notes


def _held_out(labels: np.ndarray, number: int, split: str, seed: int | None) -> np.ndarray:
    """Choose images for validation; returns for each (N) whether it is one."""
    order = np.arange(len(labels))
    if split != "last":
        order = np.random.RandomState(seed).permutation(order)  # in every version of NumPy the same
    if split == "stratified":
        order = order[np.argsort(labels[order], kind="stable")]
        # At equal distances in the order of the classes: of each class its share, give or take one.
        chosen = order[(np.arange(number) * 2 + 1) * len(order) // (2 * number)]
    else:
        chosen = order[-number:]
    return np.isin(np.arange(len(labels)), chosen)


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
