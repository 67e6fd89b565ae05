"""The grid of a grid search: the values of each hyper-parameter."""

import math
from collections.abc import Mapping
from typing import Any


def grid_values(
    search_space: Mapping[str, Mapping], grid: Mapping[str, int]
) -> dict[str, list[Any]]:
    """List the values of each hyper-parameter that a grid search combines.

    Parameters
    ----------
    search_space
        As in config.yaml.
    grid
        Number of values of each numeric hyper-parameter: at least 2, and for integers at most as
        many as there are.

    Returns
    -------
    dict
        The values of each hyper-parameter: numbers from lowest to highest, evenly spaced on the
        scale of their prior; all categories, in their order.
    """
    return {
        name: list(entry["categories"])
        if entry["type"] == "categorical"
        else _spread(entry, grid[name])
        for name, entry in search_space.items()
    }


def _spread(entry: Mapping, n_values: int) -> list[float] | list[int]:
    """Space numbers evenly, bounds included."""
    low, high = entry["low"], entry["high"]
    shares = [i / (n_values - 1) for i in range(n_values)]
    if entry["prior"] == "log-uniform":
        log_low, log_high = math.log(low), math.log(high)
        values = [math.exp(log_low + share * (log_high - log_low)) for share in shares]
    else:
        values = [low + share * (high - low) for share in shares]
    if entry["type"] == "integer":
        return _distinct(values)
    # Twelve digits: else a grid would miss the 1e-5 of the default parameters by the last bit.
    inner = [min(max(float(f"{value:.12g}"), low), high) for value in values[1:-1]]
    return [low, *inner, high]


def _distinct(values: list[float]) -> list[int]:
    """Round ascending numbers; raise a result that would repeat the one before it."""
    result = [round(values[0])]
    for value in values[1:]:
        result.append(max(round(value), result[-1] + 1))
    return result
