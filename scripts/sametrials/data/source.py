"""What a format is read into: examples and their targets as they are, before they are split."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

Examples = Any
"""An array, or a table of pandas: both have a length and are cut by a mask or a slice."""


class Part(NamedTuple):
    """Some examples of a data set.

    Attributes
    ----------
    x
        N examples: an array, or the rows of a table.
    y
        N raw labels of any type, or N or N x outputs numbers.
    groups
        Of each example (N) the group that stays together; None if there are none.
    """

    x: Examples
    y: np.ndarray
    groups: np.ndarray | None = None

    def take(self, rows: np.ndarray | slice) -> "Part":
        """Take some examples: a mask (N) or a slice."""
        groups = None if self.groups is None else self.groups[rows]
        return Part(self.x[rows], self.y[rows], groups)


class Encoding(NamedTuple):
    """How examples become arrays, which the training examples decide.

    Attributes
    ----------
    encode
        Turns examples into uint8 images or float32 features.
    columns
        Names of the columns of a table.
    notes
        What the user should know, a line each.
    origins
        Of each column, the one of the table that it was made from; none if each is one itself.
    """

    encode: Callable[[Examples], np.ndarray]
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


def as_they_are(x_train: np.ndarray) -> Encoding:
    """Encode examples that are arrays already."""
    return Encoding(lambda x: x)


class Source(NamedTuple):
    """A data set as its format has it.

    Attributes
    ----------
    parts
        `train`, and `validation` and `test` if it has some of its own.
    noun
        What an example is called: "images", "rows", "examples".
    fit
        Makes the encoding from the training examples.
    targets
        Names of the numbers to predict; may be none.
    numbered
        Whether labels 0, 1, 2, ... are the numbers of classes and no names, with gaps between them.
    notes
        What the user should know, a line each.
    """

    parts: Mapping[str, Part]
    noun: str = "examples"
    fit: Callable[[Examples], Encoding] = as_they_are
    targets: tuple[str, ...] = ()
    numbered: bool = False
    notes: tuple[str, ...] = ()
