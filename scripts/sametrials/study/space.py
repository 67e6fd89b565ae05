"""The search space as in the configuration, and its points. scikit-optimize is not imported."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

HyperParameters = dict[str, Any]
"""A point of the search space: name to plain Python value."""


def values_of(point: HyperParameters) -> tuple[Any, ...]:
    """Return the values of a point, by which it is known whether it was tried."""
    return tuple(point.values())


def point_at(search_space: Mapping[str, Mapping], unit_point: Sequence[float]) -> HyperParameters:
    """Map a point of the unit cube to hyper-parameters.

    Equal parts of the cube have equal prior probability. Each category has the same share; a whole
    number n has the interval from n - 0.5 to n + 0.5, on the scale of its prior. (scikit-optimize
    rounds to the nearest value instead, so that the first and the last have half a share: the
    middle one of three categories is then tried as often as the other two together.)
    """
    return {
        name: _value_at(entry, float(coordinate))
        for (name, entry), coordinate in zip(search_space.items(), unit_point, strict=True)
    }


def _value_at(entry: Mapping, coordinate: float) -> Any:
    if entry["type"] == "categorical":
        categories = entry["categories"]
        return categories[min(int(coordinate * len(categories)), len(categories) - 1)]
    margin = 0.5 if entry["type"] == "integer" else 0.0
    low, high = entry["low"] - margin, entry["high"] + margin
    if entry["prior"] == "log-uniform":
        value = math.exp(math.log(low) + coordinate * (math.log(high) - math.log(low)))
    else:
        value = low + coordinate * (high - low)
    value = round(value) if entry["type"] == "integer" else value
    return min(max(value, entry["low"]), entry["high"])


def in_space(search_space: Mapping[str, Mapping], point: Mapping[str, Any]) -> bool:
    """Tell whether a point has the dimensions of the space, in order, each with a value of it."""
    return list(point) == list(search_space) and all(
        _is_value(entry, point[name]) for name, entry in search_space.items()
    )


def _is_value(entry: Mapping, value: Any) -> bool:
    is_bool = isinstance(value, bool)  # which equals 0 or 1
    if entry["type"] == "categorical":
        return any(
            value == each and isinstance(each, bool) == is_bool for each in entry["categories"]
        )
    if is_bool or not isinstance(value, int | float):
        return False
    is_kind = isinstance(value, int) or entry["type"] == "real"
    return is_kind and entry["low"] <= value <= entry["high"]
