"""What a surrogate fitted to all trials makes of the search space: partial dependence.

The value of the objective that the surrogate predicts, as a function of one or two dimensions and
averaged over the others (Friedman 2001, Greedy function approximation, section 8.2). The places are
evenly spaced on the axis, logarithmic or not; categories are bands and no points between which one
could interpolate; the random sample is the same each time.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator
from threadpoolctl import threadpool_limits

from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.results.study_surrogate import study_surrogate
from sametrials.study.objective import Objective
from sametrials.study.settings import derived_seed
from sametrials.suggest.encoding import Encoding
from sametrials.suggest.suggestion import costs
from sametrials.suggest.surrogate import Surrogate

N_POINTS = 25
N_SAMPLES = 250
N_DRAWS = 20 * N_SAMPLES


class CostModel(NamedTuple):
    """A model of the objective over the search space."""

    objective: Objective
    encoding: Encoding
    """How the model sees the search space."""
    model: Surrogate
    """Predicts costs, what is minimised, divided by a power of two,"""
    exponent: int = 0
    """and this is the power: their squares neither overflow nor vanish."""

    def costs(self, points: np.ndarray) -> np.ndarray:
        """Predict the costs of encoded points."""
        return np.ldexp(np.asarray(self.model.predict(points), dtype=float), self.exponent)


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
def surrogate_of(trials: StudyTrials, kind: str, seed: int) -> CostModel:
    """Fit the surrogate of a study, the one of `sametrials.results.optimize_result`.

    Parameters
    ----------
    trials
        One or more; a failed one counts as the worst of the others.
    kind
        See `sametrials.suggest.surrogate.fit_surrogate`.
    seed
        That of the study.
    """
    known = [None if np.isnan(value) else float(value) for value in trials.values]
    values = costs(trials.objective, known)
    seed = derived_seed(seed, "result")
    exponent = int(np.frexp(np.abs(values).max())[1])
    scaled = np.ldexp(values, -exponent)
    encoding, model = study_surrogate(kind, trials.search_space, trials.points, scaled, seed)
    return CostModel(trials.objective, encoding, model, exponent)


def grid(dimension: Dimension, n_points: int = N_POINTS) -> tuple[np.ndarray, list[Any]]:
    """Choose values whose places are evenly spaced on a dimension's axis.

    Returns
    -------
    places : numpy.ndarray
        Their places on the axis: one for each value, or of a category the two ends of its band.
    values : list
        P values.
    """
    if dimension.is_categorical:
        n_categories = len(dimension.categories)
        indices = np.repeat(np.arange(n_categories), 2)
        # A hair apart, so that a contour plot sees two columns and not one.
        return indices + np.tile([-0.5 + 1e-6, 0.5 - 1e-6], n_categories), [*dimension.categories]
    spaced = np.geomspace if dimension.is_log else np.linspace
    places = spaced(dimension.low, dimension.high, n_points)
    if dimension.is_integer:
        places = np.unique(np.round(places).astype(int))
    places = np.clip(places, dimension.low, dimension.high)
    return places, places.tolist()


@threadpool_limits.wrap(limits=1)
def curve(surrogate: CostModel, dimension: Dimension) -> Curve:
    """Compute the partial dependence of the objective on a dimension."""
    places, values = grid(dimension)
    name = dimension.name
    points = surrogate.encoding.encode_values(name, values)
    means = _mean_values(surrogate, [name], points, _background(surrogate.encoding, name))
    return Curve(places, _at_places(means, places))


@threadpool_limits.wrap(limits=1)
def surface(surrogate: CostModel, x_dimension: Dimension, y_dimension: Dimension) -> Surface:
    """Compute the partial dependence of the objective on two dimensions."""
    encoding, names = surrogate.encoding, [x_dimension.name, y_dimension.name]
    (x, x_values), (y, y_values) = grid(x_dimension), grid(y_dimension)
    x_points = encoding.encode_values(x_dimension.name, x_values)
    samples = _background(encoding, *names)
    rows = []
    for point in encoding.encode_values(y_dimension.name, y_values):
        samples[:, encoding.columns_of(y_dimension.name)] = point
        rows.append(_at_places(_mean_values(surrogate, names, x_points, samples), x))
    return Surface(x, y, _at_places(np.array(rows), y))


def _background(encoding: Encoding, *names: str) -> np.ndarray:
    """Draw the points to average over from the priors, the same each time.

    These are the first N_SAMPLES, or fewer, of N_DRAWS points at which the named hyper-parameters
    exist: an array of shape (samples, columns).
    """
    draws = np.random.default_rng(0).random((N_DRAWS, len(encoding.space.dimensions)))
    points = (encoding.space.at(draw) for draw in draws)
    found = (point for point in points if encoding.space.existing(point) >= {*names})
    return encoding.encode(list(islice(found, N_SAMPLES)))


def _at_places(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Repeat what belongs to a category for both ends of its band."""
    return np.repeat(values, len(places) // len(values), axis=0)


def _mean_values(
    surrogate: CostModel, names: Sequence[str], values: np.ndarray, samples: np.ndarray
) -> np.ndarray:
    """Average the objective over samples in which the first dimension has each of P values.

    Only those count in which all the named ones exist. Without any, the average is nan.
    """
    encoding, objective = surrogate.encoding, surrogate.objective
    if not len(samples):
        return np.full(len(values), np.nan)
    points = np.tile(samples, (len(values), 1))  # (P * samples) x columns
    points[:, encoding.columns_of(names[0])] = np.repeat(values, len(samples), axis=0)
    exists = encoding.exists(points)[:, [encoding.columns_of(name).start for name in names]]
    counted = exists.all(axis=1).reshape(len(values), len(samples))
    predicted = objective.cost(surrogate.costs(encoding.switched_off(points)))
    if objective.range is not None:
        predicted = predicted.clip(*objective.range)  # a Gaussian process knows no such bounds
    sums = np.where(counted, predicted.reshape(counted.shape), 0.0).sum(axis=1)
    number = counted.sum(axis=1)
    return np.divide(sums, number, out=np.full(len(values), np.nan), where=number > 0)


def contour_levels(surfaces: Iterable[Surface]) -> np.ndarray:
    """Choose some ten round values that hold all of the surfaces between them."""
    values = np.concatenate([surface.value.ravel() for surface in surfaces] or [np.empty(0)])
    values = values[np.isfinite(values)]  # that of two which never exist together is nan
    low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    if high - low < least_range(low, high):  # all the same: a scale about it, not of rounding
        middle, half = (low + high) / 2, 5 * least_range(low, high)
        low, high = middle - half, middle + half
    return MaxNLocator(10, steps=[1, 2, 5, 10]).tick_values(low, high)


def least_range(low: float, high: float) -> float:
    """Say which differences between such values are too small to be shown: of 0.95, 1e-4."""
    return 1e-4 * max(abs(low), abs(high)) or 1e-4
