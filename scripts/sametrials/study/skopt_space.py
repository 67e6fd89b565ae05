"""Convert the search space and its points to those of scikit-optimize, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from skopt.space import Categorical, Dimension, Integer, Real

from sametrials.study.space import HyperParameters


def dimensions(search_space: Mapping[str, Mapping]) -> list[Dimension]:
    """Make scikit-optimize's dimensions from the mapping of config.yaml, in its order."""
    return [_dimension(name, entry) for name, entry in search_space.items()]


def _dimension(name: str, entry: Mapping) -> Dimension:
    if entry["type"] == "categorical":
        return Categorical(entry["categories"], name=name)
    kind = {"real": Real, "integer": Integer}[entry["type"]]
    return kind(entry["low"], entry["high"], prior=entry["prior"], name=name)


def to_plain(dimension: Dimension, value: Any) -> Any:
    """Turn a value of scikit-optimize (np.int64, np.str_, ...) into plain Python.

    Numbers are clipped to their bounds, which a logarithm and back can exceed by a bit.
    """
    if isinstance(dimension, Categorical):
        return next(category for category in dimension.categories if category == value)
    value = float(value) if isinstance(dimension, Real) else int(value)
    return type(value)(min(max(value, dimension.low), dimension.high))


def point_to_dict(dims: Sequence[Dimension], point: Sequence) -> HyperParameters:
    """Convert a point of scikit-optimize to hyper-parameters."""
    return {
        dimension.name: to_plain(dimension, value)
        for dimension, value in zip(dims, point, strict=True)
    }


def dict_to_point(dims: Sequence[Dimension], hyper_parameters: Mapping[str, Any]) -> list:
    """Convert hyper-parameters to a point of scikit-optimize."""
    return [hyper_parameters[dimension.name] for dimension in dims]
