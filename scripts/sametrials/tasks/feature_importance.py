"""How much a model depends on each column of a table: how much worse it is without."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from sametrials.common.r_squared import r_squared
from sametrials.data.arrays import Arrays

REPEATS = 20
"""So often is each column shuffled."""

MOST_ROWS = 1000
"""Of more test rows, so many are drawn."""

INTERVAL = (0.05, 0.95)
"""The quantiles of the repeats that the interval goes from and to."""


def feature_importance(
    predict: Callable[[np.ndarray], np.ndarray], arrays: Arrays, seed: int
) -> pd.DataFrame | None:
    """Measure how much worse a model is on the test rows when a column is shuffled.

    This is the permutation importance of Breiman (Random Forests, Machine Learning 45, 2001),
    which leaves the model as it is and takes from a column what it says of its row. Of columns that
    say the same, each seems unimportant. A category is a column of the table: the columns that were
    made from it are shuffled together.

    Parameters
    ----------
    predict
        Gives for N rows the probability of each class, N x classes, or of a regression the numbers,
        N x outputs.
    arrays
        The data set.
    seed
        0 ... 2**32 - 1: decides the shuffling.

    Returns
    -------
    pd.DataFrame or None
        A row per column of the table, in their order: column; measure ("accuracy" or, of a
        regression, "r2": the mean over its outputs); importance, by which the measure falls; low
        and high, between which it falls in 90 % of the repeats. None if the examples are no rows of
        a table.
    """
    if not arrays.columns or arrays.x_test.ndim != 2:
        return None
    random = np.random.RandomState(seed)  # in every version of NumPy the same
    chosen = np.sort(random.permutation(len(arrays.x_test))[:MOST_ROWS])
    rows, targets = arrays.x_test[chosen], arrays.y_test[chosen]
    measure, name = (_mean_r_squared, "r2")
    if arrays.is_classification:
        measure, name = (_accuracy, "accuracy")

    def measured(inputs: np.ndarray) -> list[float]:
        copies = np.split(predict(inputs), len(inputs) // len(rows))
        return [measure(targets, predicted) for predicted in copies]

    [usual] = measured(rows)
    table = []
    for column, places in _places_by_origin(arrays).items():
        falls = usual - np.array(measured(_shuffled(rows, places, random)))
        low, high = np.quantile(falls, INTERVAL)
        table.append((column, name, float(falls.mean()), float(low), float(high)))
    return pd.DataFrame(table, columns=["column", "measure", "importance", "low", "high"])


def _places_by_origin(arrays: Arrays) -> dict[str, list[int]]:
    """List, by each column of the table, the places of the columns that were made from it."""
    places: dict[str, list[int]] = {}
    for place, column in enumerate(arrays.origins or arrays.columns):
        places.setdefault(column, []).append(place)
    return places


def _shuffled(rows: np.ndarray, places: list[int], random: np.random.RandomState) -> np.ndarray:
    """Stack copies of the rows in each of which some columns are shuffled alike."""
    copies = np.repeat(rows[None], REPEATS, axis=0)
    for copy in copies:
        copy[:, places] = rows[random.permutation(len(rows))][:, places]
    return copies.reshape(-1, rows.shape[1])


def _accuracy(labels: np.ndarray, probabilities: np.ndarray) -> float:
    return float(np.mean(probabilities.argmax(axis=1) == labels))


def _mean_r_squared(targets: np.ndarray, predicted: np.ndarray) -> float:
    columns = zip(targets.reshape(len(targets), -1).T, predicted.T, strict=True)
    return float(np.mean([r_squared(*pair) for pair in columns]))
