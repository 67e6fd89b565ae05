"""What a surrogate fitted to all trials makes of the search space: partial dependence.

The value of the objective that the surrogate predicts, as a function of one or two dimensions and
averaged over the others (Friedman 2001, Greedy function approximation, section 8.2). The places are
evenly spaced on the axis, logarithmic or not; categories are bands and no points between which one
could interpolate; the random sample is the same each time.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator
from sklearn.base import RegressorMixin
from skopt.space import Categorical, Dimension, Integer, Space
from threadpoolctl import threadpool_limits

from hpo.figures.shared.study_trials import StudyTrials
from hpo.study.objective import Objective
from hpo.study.settings import derived_seed
from hpo.study.skopt_space import dimensions
from hpo.suggest.suggestion import costs
from hpo.suggest.surrogate import fit_surrogate, model_space, transformed

N_POINTS = 25
N_SAMPLES = 250


class Surrogate(NamedTuple):
    """A model of the objective over the search space."""

    objective: Objective
    space: Space
    """The search space as the model sees it."""
    model: RegressorMixin
    """Predicts costs: what is minimised."""


class Curve(NamedTuple):
    """Partial dependence on one dimension."""

    x: np.ndarray
    """Places on the axis; a category is from half a unit before to half a unit after its index."""
    value: np.ndarray
    """The mean predicted value of the objective at each."""


class Surface(NamedTuple):
    """Partial dependence on two dimensions."""

    x: np.ndarray
    y: np.ndarray
    value: np.ndarray
    """The mean predicted value of the objective, len(y) x len(x)."""


@threadpool_limits.wrap(limits=1)  # the last bit depends on the number of threads
def surrogate_of(trials: StudyTrials, kind: str, seed: int) -> Surrogate:
    """Fit a surrogate to all trials, as `hpo.results.optimize_result` does.

    Parameters
    ----------
    trials
        One or more; a failed one counts as the worst of the others.
    kind
        See `hpo.suggest.surrogate.fit_surrogate`.
    seed
        That of the study.
    """
    space = model_space(dimensions(trials.search_space))
    known = [None if np.isnan(value) else float(value) for value in trials.values]
    values = costs(trials.objective, known)
    points = transformed(space, trials.points)
    model = fit_surrogate(kind, space, points, values, derived_seed(seed, "result"))
    return Surrogate(trials.objective, space, model)


def grid(dimension: Dimension, n_points: int = N_POINTS) -> tuple[np.ndarray, np.ndarray]:
    """Choose places that are evenly spaced on a dimension's axis.

    Returns
    -------
    places : numpy.ndarray
        P places on the axis.
    transformed : numpy.ndarray
        The same as the surrogate sees them, P x the dimension's transformed size.
    """
    if isinstance(dimension, Categorical):
        n_categories = len(dimension.categories)
        indices = np.repeat(np.arange(n_categories), 2)
        # A hair apart, so that a contour plot sees two columns and not one.
        places = indices + np.tile([-0.5 + 1e-6, 0.5 - 1e-6], n_categories)
        values = [dimension.categories[index] for index in indices]
    else:
        spaced = np.geomspace if dimension.prior == "log-uniform" else np.linspace
        places = spaced(*dimension.bounds, n_points)
        if isinstance(dimension, Integer):
            places = np.unique(np.round(places).astype(int))
        places = np.clip(places, *dimension.bounds)
        values = places.tolist()
    transformed_values = np.asarray(dimension.transform(values), dtype=float)
    return places, transformed_values.reshape(len(places), dimension.transformed_size)


@threadpool_limits.wrap(limits=1)
def curve(surrogate: Surrogate, name: str) -> Curve:
    """Compute the partial dependence of the objective on a dimension."""
    index, dimension = surrogate.space[name]
    places, values = grid(dimension)
    return Curve(places, _mean_values(surrogate, index, values, _background(surrogate.space)))


@threadpool_limits.wrap(limits=1)
def surface(surrogate: Surrogate, x_name: str, y_name: str) -> Surface:
    """Compute the partial dependence of the objective on two dimensions."""
    (x_index, x_dimension), (y_index, y_dimension) = (
        surrogate.space[name] for name in (x_name, y_name)
    )
    x, x_values = grid(x_dimension)
    y, y_values = grid(y_dimension)
    samples = _background(surrogate.space)
    columns = _columns(surrogate.space, y_index)
    rows = []
    for value in y_values:
        samples[:, columns] = value
        rows.append(_mean_values(surrogate, x_index, x_values, samples))
    return Surface(x, y, np.array(rows))


def _background(space: Space) -> np.ndarray:
    """Draw the points to average over: N_SAMPLES x transformed size, the same each time."""
    return np.asarray(space.transform(space.rvs(N_SAMPLES, random_state=0)), dtype=float)


def _columns(space: Space, index: int) -> slice:
    """Find the columns that a dimension has among the transformed ones."""
    sizes = [dimension.transformed_size for dimension in space.dimensions]
    return slice(sum(sizes[:index]), sum(sizes[: index + 1]))


def _mean_values(
    surrogate: Surrogate, index: int, values: np.ndarray, samples: np.ndarray
) -> np.ndarray:
    """Average the objective over samples whose dimension `index` is set to each of P values."""
    points = np.tile(samples, (len(values), 1))  # (P * samples) x transformed size
    points[:, _columns(surrogate.space, index)] = np.repeat(values, len(samples), axis=0)
    objective = surrogate.objective
    predicted = objective.cost(np.asarray(surrogate.model.predict(points), dtype=float))
    if objective.range is not None:
        predicted = predicted.clip(*objective.range)  # a Gaussian process knows no such bounds
    return predicted.reshape(len(values), len(samples)).mean(axis=1)


def contour_levels(surfaces: Iterable[Surface]) -> np.ndarray:
    """Choose some ten round values that hold all of the surfaces between them."""
    values = [surface.value.ravel() for surface in surfaces] or [np.array([0.0, 1.0])]
    low, high = np.min(np.concatenate(values)), np.max(np.concatenate(values))
    if high - low < least_range(low, high):  # all the same: a scale about it, not of rounding
        middle, half = (low + high) / 2, 5 * least_range(low, high)
        low, high = middle - half, middle + half
    return MaxNLocator(10, steps=[1, 2, 5, 10]).tick_values(low, high)


def least_range(low: float, high: float) -> float:
    """Say which differences between such values are too small to be shown: of 0.95, 1e-4."""
    return 1e-4 * max(abs(low), abs(high)) or 1e-4
