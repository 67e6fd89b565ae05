"""The importance of each hyper-parameter: functional ANOVA of forests fitted to the trials.

The variance of a function over the search space is split into what each dimension explains alone
and the rest, the interactions (Hutter, Hoos and Leyton-Brown, An Efficient Approach for
Assessing Hyperparameter Importance, ICML 2014). The function is a forest of decision trees: each is
constant on boxes, so that the integrals over the other dimensions are sums, and exact.
"""

from typing import NamedTuple

import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor
from threadpoolctl import threadpool_limits

N_FORESTS = 100
"""Samples drawn from the trials with replacement; a forest for each shows how sure shares are."""

N_TREES = 8
"""Trees of each of these forests."""

INTERVAL = (5, 95)
"""The percentiles over the forests that bound an interval."""


class Shares(NamedTuple):
    """Shares of the variance, 0 to 1, of D dimensions and, last, of all interactions."""

    mean: np.ndarray
    """D + 1 shares, over all forests; they add up to 1."""
    low: np.ndarray
    """Lower bounds of their intervals."""
    high: np.ndarray
    """Upper bounds of their intervals."""
    explained: float
    """R squared of the forests for trials that they were not fitted to: at 1 they explain all
    variance; at 0 or below the shares say nothing."""


@threadpool_limits.wrap(limits=1)  # the last bit depends on the number of threads
def variance_shares(
    points: np.ndarray, values: np.ndarray, seed: int, n_forests: int = N_FORESTS
) -> Shares | None:
    """Split the variance of measured values among the dimensions.

    Parameters
    ----------
    points
        N x D, in the unit cube.
    values
        N values.
    seed
        Seed of the samples and the trees.
    n_forests
        How many samples are drawn, and forests fitted.

    Returns
    -------
    Shares or None
        None if the values, or the points, are all the same.
    """
    if np.ptp(values) == 0:
        return None
    values = _scaled(values)
    generator = np.random.default_rng(seed)
    n_trials = len(values)
    found, predicted, counts = [], np.zeros(n_trials), np.zeros(n_trials)
    for _ in range(n_forests):
        drawn = generator.integers(n_trials, size=n_trials)
        forest = RandomForestRegressor(
            N_TREES, bootstrap=False, max_features=0.7, random_state=int(generator.integers(2**31))
        ).fit(points[drawn], values[drawn])
        left_out = np.setdiff1d(np.arange(n_trials), drawn)
        if len(left_out):
            predicted[left_out] += forest.predict(points[left_out])
            counts[left_out] += 1
        parts = sum(split_variance(tree) for tree in forest.estimators_)
        if parts.sum() > 0:  # else all trials drawn have the same point, or the same value
            found.append(parts / parts.sum())
    if not found:
        return None
    low, high = np.percentile(found, INTERVAL, axis=0)
    seen = counts > 0
    residuals = values[seen] - predicted[seen] / counts[seen]
    variance = np.sum((values[seen] - values[seen].mean()) ** 2)
    explained = 1 - np.sum(residuals**2) / variance if variance > 0 else 0.0
    return Shares(np.mean(found, axis=0), low, high, float(explained))


def _scaled(values: np.ndarray) -> np.ndarray:
    """Divide values by a power of two, which is exact, so that no square overflows or vanishes."""
    return np.ldexp(values, -np.frexp(np.abs(values).max())[1])


def split_variance(tree: DecisionTreeRegressor) -> np.ndarray:
    """Split the variance of a tree over the unit cube.

    Returns
    -------
    numpy.ndarray
        D + 1 variances: for each dimension, that of the mean over all other dimensions (equation 5
        of Hutter et al. with one dimension); last, the rest.
    """
    low, high, values = _boxes(tree)
    widths = high - low
    weights = widths.prod(axis=1)
    mean = weights @ values
    total = weights @ (values - mean) ** 2
    mains = [
        _variance_of_steps(low[:, column], high[:, column], weights, values - mean)
        for column in range(low.shape[1])
    ]
    return np.array([*mains, max(total - sum(mains), 0.0)])


def _boxes(tree: DecisionTreeRegressor) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """List a tree's leaves: lower corners and upper corners, leaves x dimensions, and values."""
    nodes = tree.tree_
    low = np.zeros((nodes.node_count, nodes.n_features))
    high = np.ones_like(low)
    children = np.column_stack([nodes.children_left, nodes.children_right])
    for node, (left, right) in enumerate(children):  # each comes before its children
        if left >= 0:
            low[[left, right]], high[[left, right]] = low[node], high[node]
            high[left, nodes.feature[node]] = nodes.threshold[node]
            low[right, nodes.feature[node]] = nodes.threshold[node]
    leaves = nodes.children_left < 0
    return low[leaves], high[leaves], nodes.value[leaves, 0, 0]


def _variance_of_steps(
    low: np.ndarray, high: np.ndarray, weights: np.ndarray, values: np.ndarray
) -> float:
    """Compute the variance, over one dimension, of the mean over all others.

    `low` and `high` are the bounds of the leaves in that dimension, `weights` their volumes,
    `values` their values minus the mean of all.
    """
    edges, places = np.unique(np.append(low, high), return_inverse=True)
    heights = weights * values / (high - low)
    rises = np.bincount(places, np.append(heights, -heights))
    steps = np.cumsum(rises)[:-1]  # between each edge and the next
    return float(np.diff(edges) @ steps**2)
