"""Normalised regret, and the uncertainty of its mean."""

import numpy as np
import pandas as pd

RESAMPLES = 2000


def regrets(table: pd.DataFrame) -> np.ndarray:
    """Compute the normalised regret after each trial, in percent, of shape (seeds, trials).

    It is the truth of the incumbent, the trial observed to be best, on a scale from 0, the best
    point of the problem, to 100, the median of the space.
    """
    observed = table.pivot(index="seed", columns="trial", values="observed").to_numpy()
    truth = table.pivot(index="seed", columns="trial", values="truth").to_numpy()
    columns = np.arange(observed.shape[1])
    is_best = observed == np.maximum.accumulate(observed, axis=1)
    # Of equal observations the first, as in the search.
    is_best[:, 1:] &= observed[:, 1:] > np.maximum.accumulate(observed, axis=1)[:, :-1]
    incumbent = np.maximum.accumulate(np.where(is_best, columns, 0), axis=1)
    best, typical = table["best"].iloc[0], table["typical"].iloc[0]
    return 100 * (best - np.take_along_axis(truth, incumbent, axis=1)) / (best - typical)


def resampled_means(values: np.ndarray) -> np.ndarray:
    """Draw the seeds of each problem anew and take the mean: bootstrap.

    Parameters
    ----------
    values
        Of shape (problems, seeds, ...).

    Returns
    -------
    ndarray
        Of shape (resamples, ...).
    """
    rng = np.random.default_rng(0)
    problems, seeds = values.shape[:2]
    draws = rng.integers(seeds, size=(RESAMPLES, problems, seeds))
    return np.stack([values[np.arange(problems)[:, None], draw].mean((0, 1)) for draw in draws])
