"""Which examples are there to train, to validate and to test."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sametrials.common.errors import DataError
from sametrials.data.source import Part, Source

WORDS = {"train": "training", "validation": "validation", "test": "test"}

SHARE = 0.2
"""What is held out where neither the configuration nor the data says how much."""


class Sizes(NamedTuple):
    """How many examples each part has, and which.

    Attributes
    ----------
    train
        Examples to use at all, the first of those that are not held out already; None for all.
    validation, test
        Examples to hold out, or to use of those that are held out already; None for all of these,
        or `SHARE`.
    split
        Which are held out: the `last`; `shuffled`, drawn at random; or `stratified`, drawn at
        random from each class in proportion. In each part the examples keep their order.
    seed
        0 ... 2**32 - 1, for what is drawn.

    A size is a number, or a share of the examples that it is taken from (between 0 and 1).
    """

    train: float | None = None
    validation: float | None = None
    test: float | None = None
    split: str = "last"
    seed: int | None = None


def choose_parts(source: Source, sizes: Sizes) -> dict[str, Part]:
    """Take the examples of each part from what the source has.

    Raises
    ------
    DataError
        There are fewer examples, or groups of them, than are asked for.
    """
    train = first(source.parts["train"], sizes.train, "train", source.noun)
    test, rest = held_out(source, train, "test", sizes, total=len(train.y))
    validation, rest = held_out(source, rest, "validation", sizes, total=len(train.y))
    return {"train": rest, "validation": validation, "test": test}


def held_out(source: Source, train: Part, part: str, sizes: Sizes, total: int) -> tuple[Part, Part]:
    """Take the examples of a part, its own if the source has some; return them and what is left.

    Parameters
    ----------
    source
        What the source has.
    train
        The training examples that are left.
    part
        "validation" or "test".
    sizes
        Of the parts.
    total
        How many examples a share is taken from.

    Raises
    ------
    DataError
        There are fewer examples, or groups of them, than are asked for.
    """
    size, noun = getattr(sizes, part), source.noun
    if part in source.parts:
        return first(source.parts[part], size, part, noun), train
    number = _number(SHARE if size is None else size, total)
    if not 0 < number < len(train.y):
        raise DataError(
            f"config.yaml, dataset.{part} is {SHARE if size is None else size}, but must be at "
            f"least 1 and less than the {len(train.y)} training {noun} it is taken from."
        )
    chosen = _chosen(train, number, sizes, part)
    return train.take(chosen), train.take(~chosen)


def first(part: Part, size: float | None, key: str, noun: str) -> Part:
    """Take the first examples: so many, such a share, or all (DataError if there are fewer)."""
    number = len(part.y) if size is None else _number(size, len(part.y))
    if not 0 < number <= len(part.y):
        raise DataError(
            f"config.yaml, dataset.{key} is {size}, but must be between 1 and the {len(part.y)} "
            f"{noun} that there are."
        )
    return part.take(slice(number))


def _number(size: float, total: int) -> int:
    """Turn a share into a number of examples, at least 1."""
    return max(1, int(size * total + 0.5)) if 0 < size < 1 else int(size)


def _chosen(part: Part, number: int, sizes: Sizes, key: str) -> np.ndarray:
    """Choose examples to hold out; returns for each (N) whether it is one."""
    if part.groups is not None:
        return _chosen_groups(part.groups, number, sizes, key)
    if sizes.split == "stratified":
        order = order_by_class(part.y, sizes)
        # At equal distances in the order of the classes: of each class its share, give or take one.
        chosen = order[(np.arange(number) * 2 + 1) * len(order) // (2 * number)]
    else:
        chosen = order_of(len(part.y), sizes)[-number:]
    return np.isin(np.arange(len(part.y)), chosen)


def order_of(number: int, sizes: Sizes) -> np.ndarray:
    """Order 0 ... number - 1 as they are, or at random."""
    order = np.arange(number)
    if sizes.split != "last":
        order = np.random.RandomState(sizes.seed).permutation(order)  # in every version the same
    return order


def order_by_class(labels: np.ndarray, sizes: Sizes) -> np.ndarray:
    """Order examples by their classes, those of each class at random.

    Raises
    ------
    DataError
        There are several targets for each, and so no classes.
    """
    if labels.ndim > 1:
        raise DataError(
            "config.yaml, dataset.split is stratified, but there are several targets and no "
            "classes; set it to shuffled"
        )
    order = order_of(len(labels), sizes)
    ranks = np.unique(labels, return_inverse=True)[1]
    return order[np.argsort(ranks[order], kind="stable")]


def groups_of(groups: np.ndarray, sizes: Sizes) -> tuple[np.ndarray, np.ndarray]:
    """Give the groups numbers: in the order in which they appear, or at random.

    Returns
    -------
    tuple of two numpy.ndarray
        Of each example (N) the number of its group; of each group its number of examples.
    """
    _, first_rows, group = np.unique(groups, return_index=True, return_inverse=True)
    by_appearance = np.argsort(first_rows, kind="stable")
    order = by_appearance[order_of(len(by_appearance), sizes)]
    numbers = np.argsort(order)[group]
    return numbers, np.bincount(numbers)


def _chosen_groups(groups: np.ndarray, number: int, sizes: Sizes, key: str) -> np.ndarray:
    """Choose whole groups whose examples come nearest to `number`, at least one."""
    group, counts = groups_of(groups, sizes)
    if len(counts) < 2:
        raise DataError(
            f"dataset.{key}: found {len(counts)} group of dataset.group left to take it from, "
            "expected at least one group for each part; choose another column or none"
        )
    last_first = range(len(counts) - 1, -1, -1)
    chosen, size = [last_first[0]], counts[last_first[0]]
    for each in last_first[1:-1]:
        if abs(size + counts[each] - number) > abs(size - number):
            break
        chosen.append(each)
        size += counts[each]
    return np.isin(group, chosen)


def describe_parts(labels: Mapping[str, np.ndarray], classes: tuple[str, ...], noun: str) -> list:
    """Say of each part how many examples it has, and of which classes, in a line each.

    `labels` are the labels of classes by part, or the numbers of a regression.
    """
    return [
        f"dataset: {len(values)} {WORDS[part]} {noun}{_classes(values, classes)}"
        for part, values in labels.items()
    ]


SHOWN = 10
"""Classes whose examples a line counts; of more it says how many there are."""


def _classes(values: np.ndarray, classes: tuple[str, ...]) -> str:
    if values.dtype.kind == "f":
        return ""
    there, counts = np.unique(values, return_counts=True)
    if len(there) > SHOWN:
        return f" of {len(there)} classes, {counts.min()} to {counts.max()} of each"
    names = [classes[label] if classes else label for label in there]
    each = (f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    return f" ({', '.join(each)})"
