"""The trials that a surrogate sees where there are too many for it."""

import numpy as np
from scipy.spatial.distance import cdist

N_SEEN = 1000
"""Most finished trials that a surrogate sees: the cost of a Gaussian process is cubic in them."""


def seen(points: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Choose the trials that a surrogate sees: all, or N_SEEN of them.

    These are a third of the best, a third of the latest, and others that are spread over the space:
    each is the one farthest from those before it (Gonzalez, Clustering to Minimize the Maximum
    Intercluster Distance, 1985).

    Parameters
    ----------
    points
        Transformed, of shape (trials, columns), in the order of the trials.
    values
        Of the objective, to be minimised; shape (trials,).

    Returns
    -------
    np.ndarray of int
        The indices of the trials, ascending.
    """
    numbers = np.arange(len(values))
    if len(values) <= N_SEEN:
        return numbers
    third = N_SEEN // 3
    best, latest = np.argsort(values, kind="stable")[:third], numbers[-third:]
    return np.sort(_spread(points, np.union1d(best, latest), N_SEEN))


def _spread(points: np.ndarray, chosen: np.ndarray, n: int) -> list[int]:
    """Add to chosen points, until there are n, each time the one farthest from all of them."""
    chosen = list(chosen)
    distances = cdist(points, points[chosen]).min(axis=1)
    distances[chosen] = -1  # not again, even where all others lie on chosen ones
    while len(chosen) < n:
        farthest = int(np.argmax(distances))
        chosen.append(farthest)
        distances = np.minimum(distances, np.linalg.norm(points - points[farthest], axis=1))
        distances[farthest] = -1
    return chosen
