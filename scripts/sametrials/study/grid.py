"""The grid of a grid search: the values of each hyper-parameter."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from sametrials.study.dimension import DIGITS, LOG, Choice, Number, dimension_of
from sametrials.study.space import HyperParameters, Space, values_of

MOST_CELLS = 100_000
"""With conditions or constraints, all combinations are made, to find which are a point."""


def grid_values(
    search_space: Mapping[str, Mapping], grid: Mapping[str, int]
) -> dict[str, list[Any]]:
    """List the values of each hyper-parameter that a grid search combines.

    Parameters
    ----------
    search_space
        As in config.yaml.
    grid
        Number of values of each number without a step, and of each whole number: at least 2, and at
        most as many as there are.

    Returns
    -------
    dict
        The values of each hyper-parameter: numbers from lowest to highest, evenly spaced on the
        scale of their prior; all listed values, in their order.
    """
    return {
        name: _values(dimension_of(entry), grid.get(name)) for name, entry in search_space.items()
    }


def distinct(space: Space, points: Iterable[HyperParameters]) -> Iterator[HyperParameters]:
    """Yield the points that meet all constraints, in their canonical form, each once.

    Many differ only in what does not exist.
    """
    if not space.is_irregular:
        yield from points
        return
    seen = set()
    for point in map(space.canonical, points):
        if (values := values_of(point)) not in seen and not space.unmet(point):
            seen.add(values)
            yield point


def grid_size(space: Space, values: Mapping[str, Sequence[Any]]) -> int:
    """Count the points of a grid.

    Raises
    ------
    ValueError
        There are conditions or constraints, and more than MOST_CELLS combinations; the message
        tells how many.
    """
    number = math.prod(map(len, values.values()))
    if not space.is_irregular:
        return number
    if number > MOST_CELLS:
        raise ValueError(
            f"{number:,} combinations, expected at most {MOST_CELLS:,}, since there are conditions "
            "or constraints"
        )
    points = (dict(zip(values, each, strict=True)) for each in product(*values.values()))
    return sum(1 for _ in distinct(space, points))


def _values(dimension: Number | Choice, n_values: int | None) -> list[Any]:
    if n_values is None or isinstance(dimension, Choice):
        return list(dimension)
    low, high = dimension.low, dimension.high
    shares = [i / (n_values - 1) for i in range(n_values)]
    if dimension.prior == LOG:
        log_low, log_high = math.log(low), math.log(high)
        values = [math.exp(log_low + share * (log_high - log_low)) for share in shares]
    else:
        values = [low + share * (high - low) for share in shares]
    if dimension.step is not None:
        return _distinct(dimension, values)
    # Rounded: else a grid would miss the 1e-5 of the default parameters by the last bit.
    inner = [min(max(float(f"{value:.{DIGITS}g}"), low), high) for value in values[1:-1]]
    return [low, *inner, high]


def _distinct(dimension: Number, numbers: list[float]) -> list[float]:
    """Move ascending numbers to their step; raise a result that would repeat the one before it."""
    result = [dimension.nearest(numbers[0])]
    for number in numbers[1:]:
        result.append(
            max(dimension.nearest(number), dimension.nearest(result[-1] + dimension.step))
        )
    return result
