"""Where the targets of a regression lie, and how far they spread."""

import math

import numpy as np


def target_scale(targets: np.ndarray) -> tuple[list[float], list[float]]:
    """Compute mean and standard deviation of each output.

    The sums are exact, so that they are the same in every version of NumPy and on every processor.

    Parameters
    ----------
    targets
        N or N x outputs.

    Returns
    -------
    tuple of two lists of float
        The means, and the standard deviations; 1 for an output that is always the same.
    """
    columns = targets.reshape(len(targets), -1).T.astype(float).tolist()
    means = [math.fsum(column) / len(column) for column in columns]
    scales = [
        math.sqrt(math.fsum((each - mean) ** 2 for each in column) / len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, scales
