"""Columns of numbers, standardised by the training part."""

from collections.abc import Callable, Sequence

import numpy as np

from sametrials.data.numbers import mean_and_deviation
from sametrials.data.source import Encoding


def fit_features(
    columns: Sequence[str], scale: bool, named: bool = True
) -> Callable[[np.ndarray], Encoding]:
    """Return what fits the encoding of numbers (N x columns).

    Parameters
    ----------
    columns
        Their names.
    scale
        Whether each is standardised: less its mean, by its standard deviation.
    named
        Whether the arrays keep the names.
    """

    def fit(x_train: np.ndarray) -> Encoding:
        numbers = x_train.astype(np.float64)
        scales = [mean_and_deviation(column) if scale else (0.0, 1.0) for column in numbers.T]
        means, deviations = np.array(scales).T

        def encode(x: np.ndarray) -> np.ndarray:
            return ((x.astype(np.float64) - means) / deviations).astype(np.float32)

        notes = constant_columns(columns, list(x_train.T))
        return Encoding(encode, tuple(columns) if named else (), notes)

    return fit


def constant_columns(names: Sequence[str], columns: Sequence[np.ndarray]) -> tuple[str, ...]:
    """Say which columns have one value in all training examples, in a line; none if there are none.

    `columns` are the training values (N) of each.
    """
    constant = [
        name for name, values in zip(names, columns, strict=True) if (values == values[0]).all()
    ]
    if not constant:
        return ()
    shown = ", ".join(constant[:8]) + (f" and {len(constant) - 8} more" * (len(constant) > 8))
    return (
        f"dataset: found one value in the whole training part of {shown}: nothing to learn from",
    )
