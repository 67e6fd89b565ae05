"""How much each hyper-parameter matters in a study: the variance of its trials, split."""

from collections.abc import Mapping, Sequence

import numpy as np

from sametrials.results.spread_over_ranks import spread_over_ranks
from sametrials.results.variance_shares import N_FORESTS, Shares, places_in_cube, variance_shares
from sametrials.study.skopt_space import dimensions
from sametrials.study.space import HyperParameters

ENOUGH_TRIALS = 10
"""From fewer complete trials nothing is said."""

MOST_TRIALS = 500
"""Of more, so many, spread over the ranks, stand for all: the cost grows with their number."""


def importance(
    search_space: Mapping[str, Mapping],
    names: Sequence[str],
    points: Sequence[HyperParameters],
    values: np.ndarray,
    seed: int,
    n_forests: int = N_FORESTS,
) -> Shares | None:
    """Split the variance of the objective among some dimensions.

    Parameters
    ----------
    search_space
        As in config.yaml.
    names
        The dimensions, each with more than one value.
    points, values
        Of the complete trials.
    seed, n_forests
        See `sametrials.results.variance_shares.variance_shares`.

    Returns
    -------
    Shares or None
        None if there are fewer than ENOUGH_TRIALS, or all have the same value or point.
    """
    if not names or len(values) < ENOUGH_TRIALS:
        return None
    chosen = spread_over_ranks(values, MOST_TRIALS)
    in_order = [[points[place][name] for name in names] for place in chosen]
    varying = dimensions({name: search_space[name] for name in names})
    return variance_shares(places_in_cube(varying, in_order), values[chosen], seed, n_forests)
