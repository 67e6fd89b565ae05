"""Which examples are there in each fold of a cross-validation."""

from collections.abc import Iterator, Sequence

import numpy as np

from sametrials.common.errors import DataError
from sametrials.data.parts import Sizes, first, groups_of, held_out, order_by_class, order_of
from sametrials.data.source import Part, Source


def choose_folds(source: Source, sizes: Sizes, n_folds: int) -> Iterator[dict[str, Part]]:
    """Take out the test part, and divide what is left: each fold is the validation part once.

    `sizes.split` says which examples make a fold: blocks of them, one after another (`last`);
    any (`shuffled`); or of each class its share (`stratified`). Groups stay whole. In each part the
    examples keep their order.

    Parameters
    ----------
    source
        What the source has; a validation part of its own is refused.
    sizes
        Of the parts; that of the validation part does not count.
    n_folds
        Number of folds, at least 2.

    Yields
    ------
    dict
        The parts of a fold: `train`, `validation` and, the same in all of them, `test`.

    Raises
    ------
    DataError
        There are fewer examples, or groups of them, than are asked for.
    """
    if "validation" in source.parts:
        raise DataError(
            "dataset.cross_validation: found data with a validation part of their own, expected "
            "none, since each fold is the validation part once; put these examples into the "
            "training part, or set it to null"
        )
    train = first(source.parts["train"], sizes.train, "train", source.noun)
    test, rest = held_out(source, train, "test", sizes, total=len(train.y))
    folds = _folds(rest, sizes, n_folds, source.noun)
    for fold in range(n_folds):
        chosen = folds == fold
        yield {"train": rest.take(~chosen), "validation": rest.take(chosen), "test": test}


def describe_folds(sizes: Sequence[int], noun: str) -> str:
    """Say how many examples each fold has, in a line."""
    low, high = min(sizes), max(sizes)
    each = f"{low} to {high}" if low < high else f"{low}"
    return f"dataset: cross-validation with {len(sizes)} folds of {each} {noun}"


def _folds(part: Part, sizes: Sizes, n_folds: int, noun: str) -> np.ndarray:
    """Choose the fold of each example (N), from 0; their numbers of examples differ by 1 at most.

    Those of groups differ by more.
    """
    if part.groups is not None:
        return _folds_of_groups(part.groups, sizes, n_folds)
    number = len(part.y)
    _check_number(number, f"{noun} beside the test part", n_folds)
    places, folds = np.arange(number), np.empty(number, dtype=int)
    if sizes.split == "stratified":  # dealt like cards, class after class
        folds[order_by_class(part.y, sizes)] = places % n_folds
    else:
        folds[order_of(number, sizes)] = places * n_folds // number
    return folds


def _folds_of_groups(groups: np.ndarray, sizes: Sizes, n_folds: int) -> np.ndarray:
    """Put the groups, the largest first, each into the fold that is the smallest so far."""
    group, counts = groups_of(groups, sizes)
    _check_number(len(counts), "groups of dataset.group beside the test part", n_folds)
    fold_of, filled = np.empty(len(counts), dtype=int), np.zeros(n_folds, dtype=int)
    for each in np.argsort(-counts, kind="stable"):
        fold_of[each] = filled.argmin()
        filled[fold_of[each]] += counts[each]
    return fold_of[group]


def _check_number(number: int, what: str, n_folds: int) -> None:
    if number < n_folds:
        raise DataError(
            f"dataset.cross_validation: found {n_folds} folds, expected at most {number}, since "
            f"there are {number} {what}"
        )
