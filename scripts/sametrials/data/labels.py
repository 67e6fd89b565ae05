"""Labels of any kind as classes, numbered from 0, with their names."""

from collections.abc import Mapping

import numpy as np

from sametrials.common.errors import DataError
from sametrials.data.kind import INTEGER, NUMBER

MAX_CLASSES = 1000
"""More classes are taken for a mistake: a number to predict, or a name of each example."""


def encode_labels(
    labels: Mapping[str, np.ndarray], numbered: bool = False
) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """Give the classes of all parts numbers: numbers by their value, texts by the alphabet.

    Parameters
    ----------
    labels
        By part, N labels: text, booleans, or whole numbers of any type.
    numbered
        Leave labels as they are that count from 0, even if up to half of the numbers are missing.

    Returns
    -------
    dict, tuple
        By part, N labels as uint8 (uint16 if there are more than 256 classes); the names of the
        classes, none if the labels were left as they are.

    Raises
    ------
    DataError
        A label is a fraction, or there are more than `MAX_CLASSES`.
    """
    raw = {part: _plain(values) for part, values in labels.items()}
    values = _as_integers(np.concatenate(list(raw.values())))
    classes, numbers = np.unique(values, return_inverse=True)
    if len(classes) > MAX_CLASSES:
        raise DataError(
            f"dataset: found {len(classes)} classes in {len(values)} examples, expected at most "
            f"{MAX_CLASSES}; set dataset.task to regression if the target is a number to predict, "
            "or choose another target"
        )
    names = tuple(map(str, classes.tolist()))
    if numbered and classes[0] == 0 and 2 * len(classes) > classes[-1]:
        numbers, names = values, ()
    numbers = numbers.astype(np.uint8 if numbers.max() < 256 else np.uint16)
    ends = np.cumsum([len(part) for part in raw.values()])[:-1]
    return dict(zip(raw, np.split(numbers, ends), strict=True)), names


def _plain(labels: np.ndarray) -> np.ndarray:
    """Turn labels into whole numbers (any integer type) or texts (objects)."""
    if labels.dtype.kind in "iu":
        return labels
    if labels.dtype.kind == "f":
        fractions = labels != np.floor(labels)  # also NaN
        if (fractions | ~np.isfinite(labels)).any():
            place = int(np.argmax(fractions | ~np.isfinite(labels)))
            raise DataError(
                f"dataset: found the label {labels[place]} of example {place + 1}, expected a "
                "class: text or a whole number; set dataset.task to regression if the target is a "
                "number to predict"
            )
        return labels.astype(np.int64)
    if labels.dtype.kind == "S":
        labels = np.char.decode(labels, "utf-8")
    return np.array(list(map(str, labels.tolist())), dtype=object)


def _as_integers(labels: np.ndarray) -> np.ndarray:
    """Read labels that are all written as numbers; leave the others as they are."""
    if labels.dtype.kind in "iu":
        return labels
    texts = list(map(str, labels.tolist()))
    if all(INTEGER.fullmatch(text) for text in texts):
        return _exact(texts)
    if all(NUMBER.fullmatch(text) for text in texts):
        return _plain(np.array(texts, dtype=float))
    return np.array(texts, dtype=object)


def _exact(texts: list[str]) -> np.ndarray:
    """Read integers; those that no type of NumPy can hold stay texts."""
    try:
        return np.array(list(map(int, texts)), dtype=np.int64)
    except OverflowError:
        return np.array(texts, dtype=object)
