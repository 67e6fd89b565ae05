"""Where the trials lie on an axis of each dimension."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import OptimizeResult
from skopt.space import Categorical, Dimension

from hpo.figures.shared.outcomes import Outcomes, outcomes
from hpo.figures.shared.partial_dependence import varying

SPREAD = 0.6
"""How wide the trials of a category are spread; 1 reaches the next one."""


class Places(NamedTuple):
    """The places of N trials in D dimensions, those that vary."""

    dimensions: list[Dimension]
    places: np.ndarray
    """N x D: the place of each trial on each axis; a category's is near its index."""
    outcomes: Outcomes


def trial_places(result: OptimizeResult) -> Places:
    """Find the place of each trial, of those of a category in the order of their numbers."""
    return _places(result, outcomes(result), np.arange(len(result.x_iters)))


def trial_places_by_accuracy(result: OptimizeResult) -> Places:
    """Find the place of each trial, of those of a category worst first, failed before that."""
    found = outcomes(result)
    return _places(result, found, np.nan_to_num(found.accuracies, nan=-np.inf))


def _places(result: OptimizeResult, found: Outcomes, order: np.ndarray) -> Places:
    shown = varying(result)
    dimensions = [result.space.dimensions[index] for index in shown]
    places = np.empty((len(result.x_iters), len(shown)))
    for column, (index, dimension) in enumerate(zip(shown, dimensions, strict=True)):
        values = [point[index] for point in result.x_iters]
        if isinstance(dimension, Categorical):
            values = _spread([dimension.categories.index(value) for value in values], order)
        places[:, column] = values
    return Places(dimensions, places, found)


def _spread(categories: list[int], order: np.ndarray) -> np.ndarray:
    """Set the trials of a category side by side."""
    places = np.array(categories, dtype=float)
    for category in set(categories):
        trials = np.flatnonzero(np.array(categories) == category)
        trials = trials[np.argsort(order[trials], kind="stable")]
        places[trials] += SPREAD * ((np.arange(len(trials)) + 0.5) / len(trials) - 0.5)
    return places
