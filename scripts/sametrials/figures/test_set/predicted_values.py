"""The numbers of the test examples and what the best model of a regression says of them."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from sametrials.common.errors import DataError


class PredictedValues(NamedTuple):
    """N test examples, each with one number or several."""

    targets: np.ndarray
    """N x outputs: the true numbers."""
    predicted: np.ndarray
    """N x outputs: what the model predicts."""
    names: list[str]
    """Of the outputs; empty texts if they have none."""


def load_values(predictions: str | Path) -> PredictedValues:
    """Read the predictions of the best model; examples with an infinite one are left out.

    Raises
    ------
    DataError
        They are not those of a regression.
    """
    with np.load(predictions) as file:
        if "targets" not in file:
            raise DataError(
                f"{predictions}: found no targets, expected those of a regression; remove it and "
                "run again"
            )
        targets, predicted = file["targets"].astype(float), file["predicted"].astype(float)
        n_outputs = targets.shape[1]
        names = file["names"].tolist() if "names" in file else [""] * n_outputs
    finite = np.isfinite(predicted).all(axis=1) & np.isfinite(targets).all(axis=1)
    return PredictedValues(targets[finite], predicted[finite], names)
