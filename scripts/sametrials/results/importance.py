"""How much each hyper-parameter matters in a study: the variance of its trials, split."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sametrials.results.spread_over_ranks import spread_over_ranks
from sametrials.results.variance_shares import N_FORESTS, Shares, variance_shares
from sametrials.study.dimension import MIDDLE
from sametrials.study.space import HyperParameters, Space

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
    places = places_in_cube(Space(search_space), names, [points[place] for place in chosen])
    return variance_shares(places, values[chosen], seed, n_forests)


def places_in_cube(
    space: Space, names: Sequence[str], points: Sequence[HyperParameters]
) -> np.ndarray:
    """Map points to the unit cube of some dimensions: an array of shape (points, names).

    Equal parts of the cube have equal prior probability. What a condition switches off is in the
    middle.
    """

    def place(name: str, value: Any) -> float:
        return MIDDLE if value is None else space.dimensions[name].coordinate(value)

    places = [[place(name, point[name]) for name in names] for point in points]
    return np.array(places).reshape(len(points), len(names))
