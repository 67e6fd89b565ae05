"""The search space: from its description in the configuration to scikit-optimize and back."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from skopt.space import Categorical, Dimension, Integer, Real

HyperParameters = dict[str, Any]
"""A point of the search space: name to plain Python value."""


def dimensions(search_space: Mapping[str, Mapping]) -> list[Dimension]:
    """Make scikit-optimize's dimensions from the mapping of config.yaml, in its order."""
    return [_dimension(name, entry) for name, entry in search_space.items()]


def _dimension(name: str, entry: Mapping) -> Dimension:
    if entry["type"] == "categorical":
        return Categorical(entry["categories"], name=name)
    kind = {"real": Real, "integer": Integer}[entry["type"]]
    return kind(entry["low"], entry["high"], prior=entry["prior"], name=name)


def point_at(search_space: Mapping[str, Mapping], unit_point: Sequence[float]) -> HyperParameters:
    """Map a point of the unit cube to hyper-parameters.

    Equal parts of the cube are equal parts of the prior: each category has the same share, and
    each whole number its own, from half below it to half above, on the scale of its prior.
    (scikit-optimize rounds to the nearest instead, which gives the first and the last one half a
    share: the middle one of three categories is then tried as often as the other two together.)
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


def to_plain(dimension: Dimension, value: Any) -> Any:
    """Turn a value of scikit-optimize (np.int64, np.str_, ...) into plain Python.

    Numbers are kept inside their bounds, which the way through a logarithm can leave by a bit.
    """
    if isinstance(dimension, Categorical):
        return next(category for category in dimension.categories if category == value)
    value = float(value) if isinstance(dimension, Real) else int(value)
    return type(value)(min(max(value, dimension.low), dimension.high))


def point_to_dict(dims: Sequence[Dimension], point: Sequence) -> HyperParameters:
    """Name the values of a point in scikit-optimize's order."""
    return {
        dimension.name: to_plain(dimension, value)
        for dimension, value in zip(dims, point, strict=True)
    }


def dict_to_point(dims: Sequence[Dimension], hyper_parameters: Mapping[str, Any]) -> list:
    """Put hyper-parameters in scikit-optimize's order."""
    return [hyper_parameters[dimension.name] for dimension in dims]
