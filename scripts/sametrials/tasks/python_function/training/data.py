"""The data set as the user's functions get it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sametrials.data.arrays import Arrays


@dataclass
class TrainingData:
    """The parts of a data set that a training may see.

    Attributes
    ----------
    x_train, x_validation
        The examples: arrays, or data frames with the names of the columns if it is a table.
    y_train, y_validation
        Their labels, 0, 1, ..., or the numbers to predict.
    classes
        Names of the classes, in the order of their labels; none if they are just numbered.
    columns
        Names of the columns of a table.
    targets
        Names of the numbers to predict.
    """

    x_train: Any
    y_train: np.ndarray
    x_validation: Any
    y_validation: np.ndarray
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass
class TestedData(TrainingData):
    """All parts of a data set, for the evaluation of the best model.

    Attributes
    ----------
    x_test, y_test
        The examples that the search never saw, like the others.
    """

    x_test: Any
    y_test: np.ndarray


def training_data(arrays: Arrays | None) -> TrainingData | None:
    """Copy what a training may see of a data set; None if there is none.

    A copy: what a training changes of it is not seen by the next one.
    """
    return None if arrays is None else TrainingData(**_parts(arrays, "train", "validation"))


def tested_data(arrays: Arrays | None) -> TestedData | None:
    """Copy all of a data set; None if there is none."""
    return None if arrays is None else TestedData(**_parts(arrays, "train", "validation", "test"))


def _parts(arrays: Arrays, *parts: str) -> dict[str, Any]:
    examples = {f"x_{part}": _examples(arrays, f"x_{part}") for part in parts}
    labels = {f"y_{part}": getattr(arrays, f"y_{part}").copy() for part in parts}
    names = {name: getattr(arrays, name) for name in ("classes", "columns", "targets")}
    return examples | labels | names


def _examples(arrays: Arrays, name: str) -> Any:
    values = getattr(arrays, name).copy()
    if not arrays.columns:
        return values
    from pandas import DataFrame  # a second's import, which only a table needs

    return DataFrame(values, columns=list(arrays.columns))
