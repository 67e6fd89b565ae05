"""Make the arrays of a data set from what its format has: split, encode, check, write."""

from pathlib import Path

import numpy as np

from hpo.common.errors import DataError
from hpo.common.texts import one_line
from hpo.data.arrays import Arrays, write_arrays
from hpo.data.classes import check_classes
from hpo.data.kind import CLASSIFICATION
from hpo.data.labels import encode_labels
from hpo.data.numbers import as_numbers
from hpo.data.parts import Sizes, choose_parts, describe_parts
from hpo.data.source import Source


def prepare(source: Source, task: str, sizes: Sizes, output: str | Path) -> list[str]:
    """Split a data set, number its classes, encode its examples, and write it as one file.

    What is fitted (scales, medians, categories) is fitted to the training part alone. The same
    input always makes the same bytes.

    Parameters
    ----------
    source
        The data set as its format has it.
    task
        "classification" or "regression".
    sizes
        Of the parts.
    output
        The .npz file to write; its arrays are the fields of `Arrays`.

    Returns
    -------
    list of str
        What was made of the data, the size of each part with its classes, and what is unwise about
        them; a line each.

    Raises
    ------
    DataError
        There are fewer examples than config.yaml asks for, or a search cannot learn from them.
    """
    if task == CLASSIFICATION:
        source = _with_labels(source)
    parts = choose_parts(source, sizes)
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
    told = [*source.notes, *encoding.notes, *describe_parts(y, classes, source.noun), *notes]
    return [one_line(line) for line in told]


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
