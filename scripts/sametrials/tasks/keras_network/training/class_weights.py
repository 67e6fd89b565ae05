"""Weights of examples by which rare classes count as much as frequent ones."""

import numpy as np


def balanced_weights(labels: np.ndarray) -> np.ndarray:
    """Compute the weight of each example: N / (classes x examples of its class).

    Each class that occurs then has the same weight in all, and the mean weight is 1.

    Parameters
    ----------
    labels
        N labels.

    Returns
    -------
    np.ndarray
        N, float32.
    """
    counts = np.bincount(labels)
    return (len(labels) / (np.count_nonzero(counts) * counts[labels])).astype(np.float32)
