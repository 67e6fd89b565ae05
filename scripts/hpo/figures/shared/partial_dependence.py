"""What a surrogate fitted to all trials makes of the search space: partial dependence.

The accuracy that the surrogate predicts, as a function of one or two dimensions and averaged over
the others (Friedman 2001, Greedy function approximation, section 8.2).

Scikit-optimize draws these plots, but computes them on evenly spaced values: of a learning rate
from 1e-6 to 1e-2 nearly all of them lie in the last two decades, and the rest of the logarithmic
axis is one straight line. Here the values are evenly spaced on the axis, categories are bands and
no points between which one could interpolate, accuracies are positive, the random sample is the
same each time, and the model is asked for many points at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from matplotlib.ticker import MaxNLocator
from scipy.optimize import OptimizeResult
from skopt.space import Categorical, Dimension, Integer
from threadpoolctl import threadpool_limits

NONE_VARIES = "No dimension of the search space has more than one value."

N_POINTS = 25
N_SAMPLES = 250


class Curve(NamedTuple):
    """Partial dependence on one dimension."""

    x: np.ndarray
    """Places on the axis; a category is from half a unit before to half a unit after its index."""
    accuracy: np.ndarray
    """The mean predicted accuracy at each."""


class Surface(NamedTuple):
    """Partial dependence on two dimensions."""

    x: np.ndarray
    y: np.ndarray
    accuracy: np.ndarray
    """The mean predicted accuracy, len(y) x len(x)."""


def varying(result: OptimizeResult) -> list[int]:
    """Find the indices of the dimensions that have more than one value."""
    return [
        index
        for index, dimension in enumerate(result.space.dimensions)
        if not dimension.is_constant
    ]


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
        space = np.geomspace if dimension.prior == "log-uniform" else np.linspace
        places = space(*dimension.bounds, n_points)
        if isinstance(dimension, Integer):
            places = np.unique(np.round(places).astype(int))
        places = np.clip(places, *dimension.bounds)
        values = places.tolist()
    transformed = np.asarray(dimension.transform(values), dtype=float)
    return places, transformed.reshape(len(places), dimension.transformed_size)


@threadpool_limits.wrap(limits=1)  # the last bit depends on the number of threads
def curve(result: OptimizeResult, index: int) -> Curve:
    """Compute the partial dependence of the accuracy on a dimension."""
    places, transformed = grid(result.space.dimensions[index])
    return Curve(places, _mean_accuracies(result, index, transformed, _background(result)))


@threadpool_limits.wrap(limits=1)
def surface(result: OptimizeResult, x_index: int, y_index: int) -> Surface:
    """Compute the partial dependence of the accuracy on two dimensions."""
    x, x_transformed = grid(result.space.dimensions[x_index])
    y, y_transformed = grid(result.space.dimensions[y_index])
    samples = _background(result)
    columns = _columns(result, y_index)
    rows = []
    for value in y_transformed:
        samples[:, columns] = value
        rows.append(_mean_accuracies(result, x_index, x_transformed, samples))
    return Surface(x, y, np.array(rows))


def _background(result: OptimizeResult) -> np.ndarray:
    """Draw the points to average over: N_SAMPLES x transformed size, the same each time."""
    return np.asarray(result.space.transform(result.space.rvs(N_SAMPLES, random_state=0)), float)


def _columns(result: OptimizeResult, index: int) -> slice:
    """Find the columns that a dimension has among the transformed ones."""
    sizes = [dimension.transformed_size for dimension in result.space.dimensions]
    return slice(sum(sizes[:index]), sum(sizes[: index + 1]))


def _mean_accuracies(
    result: OptimizeResult, index: int, transformed: np.ndarray, samples: np.ndarray
) -> np.ndarray:
    """Average the accuracy over samples whose dimension `index` is set to each of P values."""
    points = np.tile(samples, (len(transformed), 1))  # (P * samples) x transformed size
    points[:, _columns(result, index)] = np.repeat(transformed, len(samples), axis=0)
    predicted = -np.asarray(result.models[-1].predict(points), dtype=float)
    if np.all((result.func_vals <= 0) & (result.func_vals >= -1)):
        predicted = predicted.clip(0, 1)  # a Gaussian process knows no such bounds
    return predicted.reshape(len(transformed), len(samples)).mean(axis=1)


def contour_levels(surfaces: Iterable[Surface]) -> np.ndarray:
    """Choose some ten round accuracies that hold all values of the surfaces between them."""
    values = [surface.accuracy.ravel() for surface in surfaces] or [np.array([0.0, 1.0])]
    low, high = np.min(np.concatenate(values)), np.max(np.concatenate(values))
    if high - low < 1e-4:  # all the same: a scale about it, not of rounding errors
        low, high = low - 5e-4, high + 5e-4
    return MaxNLocator(10, steps=[1, 2, 5, 10]).tick_values(low, high)


@contextmanager
def drawn_by_skopt(
    curves: Mapping[int, Curve], surfaces: Mapping[tuple[int, int], Surface]
) -> Iterator[None]:
    """Let scikit-optimize's plots show these instead of what they would compute themselves.

    Parameters
    ----------
    curves
        By the dimension's index.
    surfaces
        By the indices of the dimensions on the x and the y axis.
    """
    with patch.multiple(
        "skopt.plots",
        partial_dependence_1D=lambda space, model, i, samples, n_points: curves[i],
        partial_dependence_2D=lambda space, model, i, j, samples, n_points: surfaces[j, i],
    ):
        yield
