"""A few of many trials that stand for all of them where a model of all would take too long."""

from collections.abc import Sequence

import numpy as np


def spread_over_ranks(values: Sequence[float], most: int) -> np.ndarray:
    """Choose at most so many trials, spread evenly over the ranks of their values.

    The best and the worst are among them. Of equal values the first come first: the choice depends
    on the values alone.

    Parameters
    ----------
    values
        Of N trials, all of them numbers.
    most
        How many are chosen, 2 or more, if there are more than these.

    Returns
    -------
    numpy.ndarray
        Their places in `values`, rising.
    """
    if len(values) <= most:
        return np.arange(len(values))
    ranks = np.linspace(0, len(values) - 1, most).round().astype(int)
    return np.sort(np.argsort(values, kind="stable")[ranks])
