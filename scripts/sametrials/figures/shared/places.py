"""Where the trials lie on an axis of each dimension."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sametrials.figures.shared.choice import Choice, choose_dimensions
from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.study_trials import StudyTrials

SPREAD = 0.6
"""How wide the trials of a category are spread; 1 reaches the next one."""


class Places(NamedTuple):
    """The places of N trials in D dimensions."""

    choice: Choice
    """The dimensions: those that vary, or the most important of these."""
    places: np.ndarray
    """N x D: the place of each trial on each axis; a category's is near its index."""
    trials: StudyTrials
    numbers: np.ndarray
    """N numbers of these trials in their study."""
    n_trials: int
    """How many trials the study has."""

    @property
    def dimensions(self) -> list[Dimension]:
        """Those that are shown."""
        return self.choice.dimensions


def trial_places(trials: StudyTrials) -> Places:
    """Find the place of each trial, of those of a category in the order of their numbers."""
    return _places(trials, np.arange(len(trials.points)), choose_dimensions(trials))


def trial_places_by_value(trials: StudyTrials, most: int) -> Places:
    """Find the places of the best trials, at most so many; in a category the lowest value is first.

    Those that failed, which have no value, come where the worst are.
    """
    numbers = trials.best_trials(most)
    best = trials.only(numbers)
    worst = -np.inf if trials.objective.maximized else np.inf
    found = _places(best, np.nan_to_num(best.values, nan=worst), choose_dimensions(trials))
    return found._replace(numbers=numbers, n_trials=len(trials.points))


def exact_places(trials: StudyTrials, dimensions: Sequence[Dimension]) -> np.ndarray:
    """Find the place of each trial with those of a category all at its index: N x D."""
    columns = [dimension.places(trials.column(dimension.name)) for dimension in dimensions]
    return np.array(columns).reshape(len(columns), len(trials.points)).T


def _places(trials: StudyTrials, order: np.ndarray, choice: Choice) -> Places:
    places = exact_places(trials, choice.dimensions)
    for column, dimension in enumerate(choice.dimensions):
        if dimension.is_categorical:
            places[:, column] = _spread(places[:, column], order)
    n_trials = len(trials.points)
    return Places(choice, places, trials, np.arange(n_trials), n_trials)


def _spread(categories: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Set the trials of a category side by side."""
    places = categories.copy()
    for category in np.unique(categories):
        trials = np.flatnonzero(categories == category)
        trials = trials[np.argsort(order[trials], kind="stable")]
        places[trials] += SPREAD * ((np.arange(len(trials)) + 0.5) / len(trials) - 0.5)
    return places
