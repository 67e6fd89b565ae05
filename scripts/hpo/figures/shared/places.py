"""Where the trials lie on an axis of each dimension."""

from typing import NamedTuple

import numpy as np

from hpo.figures.shared.dimension import Dimension
from hpo.figures.shared.study_trials import StudyTrials

SPREAD = 0.6
"""How wide the trials of a category are spread; 1 reaches the next one."""


class Places(NamedTuple):
    """The places of N trials in D dimensions, those that vary."""

    dimensions: list[Dimension]
    places: np.ndarray
    """N x D: the place of each trial on each axis; a category's is near its index."""
    trials: StudyTrials


def trial_places(trials: StudyTrials) -> Places:
    """Find the place of each trial, of those of a category in the order of their numbers."""
    return _places(trials, np.arange(len(trials.points)))


def trial_places_by_value(trials: StudyTrials) -> Places:
    """Find the place of each trial, of those of a category the lowest value first.

    Those that failed, which have no value, come where the worst are.
    """
    worst = -np.inf if trials.objective.maximized else np.inf
    return _places(trials, np.nan_to_num(trials.values, nan=worst))


def exact_places(trials: StudyTrials) -> np.ndarray:
    """Find the place of each trial with those of a category all at its index: N x D."""
    columns = [
        [dimension.place(value) for value in trials.column(dimension.name)]
        for dimension in trials.dimensions
    ]
    return np.array(columns, dtype=float).reshape(len(columns), len(trials.points)).T


def _places(trials: StudyTrials, order: np.ndarray) -> Places:
    places = exact_places(trials)
    for column, dimension in enumerate(trials.dimensions):
        if dimension.is_categorical:
            places[:, column] = _spread(places[:, column], order)
    return Places(trials.dimensions, places, trials)


def _spread(categories: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Set the trials of a category side by side."""
    places = categories.copy()
    for category in np.unique(categories):
        trials = np.flatnonzero(categories == category)
        trials = trials[np.argsort(order[trials], kind="stable")]
        places[trials] += SPREAD * ((np.arange(len(trials)) + 0.5) / len(trials) - 0.5)
    return places
