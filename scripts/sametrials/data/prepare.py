"""Make the arrays of a data set from what its format has: split, encode, check, write."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sametrials.common.errors import DataError
from sametrials.common.texts import one_line
from sametrials.data.arrays import Arrays, write_arrays
from sametrials.data.classes import check_classes
from sametrials.data.folds import choose_folds, describe_folds
from sametrials.data.kind import CLASSIFICATION
from sametrials.data.labels import encode_labels
from sametrials.data.numbers import as_numbers
from sametrials.data.parts import Sizes, choose_parts, describe_parts
from sametrials.data.source import Part, Source


def prepare(source: Source, task: str, sizes: Sizes, *outputs: str | Path) -> list[str]:
    """Split a data set, number its classes, encode its examples, and write it.

    What is fitted (scales, medians, categories) is fitted to the training part alone, in each fold
    to its own. The same input always makes the same bytes.

    Parameters
    ----------
    source
        The data set as its format has it.
    task
        "classification" or "regression".
    sizes
        Of the parts.
    outputs
        The .npz file to write; its arrays are the fields of `Arrays`. Several are the folds of a
        cross-validation.

    Returns
    -------
    list of str
        What was made of the data, the size of each part with its classes, or of the folds, and what
        is unwise about them; a line each.

    Raises
    ------
    DataError
        There are fewer examples than config.yaml asks for, or a search cannot learn from them.
    """
    if task == CLASSIFICATION:
        source = _with_labels(source)
    if len(outputs) == 1:
        written = _write(source, task, choose_parts(source, sizes), outputs[0])
        told = [*written.encoding, *describe_parts(written.y, written.classes, source.noun)]
        notes = written.check
    else:
        folds = zip(choose_folds(source, sizes, len(outputs)), outputs, strict=True)
        folds = [_write(source, task, parts, output) for parts, output in folds]
        told = [note for fold in folds for note in fold.encoding]
        told.append(describe_folds([len(fold.y["validation"]) for fold in folds], source.noun))
        test = {"test": folds[0].y["test"]}
        told += describe_parts(test, folds[0].classes, source.noun)
        notes = [note for fold in folds for note in fold.check]
    return [one_line(line) for line in dict.fromkeys([*source.notes, *told, *notes])]


class _Written(NamedTuple):
    """What is told of the parts that were written.

    Attributes
    ----------
    encoding, check
        What the user should know of the encoding, and of the classes; a line each.
    y
        The labels, or the numbers to predict, by part.
    classes
        The names of the classes.
    """

    encoding: Sequence[str]
    check: Sequence[str]
    y: Mapping[str, np.ndarray]
    classes: tuple[str, ...]


def _write(source: Source, task: str, parts: Mapping[str, Part], output: str | Path) -> _Written:
    """Give the classes numbers, encode the examples, check and write them as one file."""
    raw = {name: part.y for name, part in parts.items()}
    classes = ()
    if task == CLASSIFICATION:
        y, classes = encode_labels(raw, source.numbered)
    else:
        y = {name: _targets(values, f"y_{name}") for name, values in raw.items()}
    encoding = source.fit(parts["train"].x)
    x = {name: encoding.encode(part.x) for name, part in parts.items()}
    arrays = Arrays(
        **{f"x_{name}": values for name, values in x.items()},
        **{f"y_{name}": values for name, values in y.items()},
        classes=classes,
        columns=encoding.columns,
        origins=encoding.origins,
        targets=() if task == CLASSIFICATION else source.targets,
    )
    check = check_classes if task == CLASSIFICATION else _check_targets
    notes = check(arrays, source.noun)
    write_arrays(output, arrays)
    return _Written(encoding.notes, notes, y, classes)


def _with_labels(source: Source) -> Source:
    """Take labels that are one for each example, N or N x 1, as N."""
    for name, part in source.parts.items():
        if part.y.ndim > 1 and part.y.shape[1:] != (1,):
            raise DataError(
                f"dataset: found {part.y.shape[-1]} values for each example in y_{name}, expected "
                "one label; set dataset.task to regression, or give one number for each class"
            )
    parts = {
        name: part._replace(y=part.y.reshape(len(part.y))) for name, part in source.parts.items()
    }
    return source._replace(parts=parts)


def _targets(values: np.ndarray, name: str) -> np.ndarray:
    """Turn targets into float32, N or N x outputs."""
    if values.ndim > 2:
        raise DataError(f"{name}: found the shape {values.shape}, expected N or N x outputs")
    values = values.reshape(len(values)) if values.shape[1:] == (1,) else values
    return as_numbers(values, name)


def _check_targets(arrays: Arrays, noun: str) -> list[str]:
    """Check that the training part has different targets to learn."""
    targets = arrays.y_train.reshape(len(arrays.y_train), -1)
    for i, values in enumerate(targets.T):
        if (values == values[0]).all():
            name = arrays.targets[i] if arrays.targets else f"target {i + 1}"
            raise DataError(
                f"dataset: found {name} to be {values[0]} in all {len(targets)} training {noun}, "
                "expected different values; choose another target, or raise dataset.train"
            )
    return []
