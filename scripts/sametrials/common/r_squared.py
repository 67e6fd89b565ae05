"""The share of the variance of some numbers that predictions explain."""

import math

import numpy as np


def r_squared(targets: np.ndarray, predicted: np.ndarray) -> float:
    """Compute R² of N predictions; nan if the targets do not vary.

    It is 1 if all are right, 0 if they are no better than the mean of the targets, and below 0 if
    they are worse.
    """
    targets = targets.astype(float)
    around_mean = np.sum((targets - targets.mean()) ** 2)
    if not around_mean > 0:
        return math.nan
    return float(1 - np.sum((predicted - targets) ** 2) / around_mean)
