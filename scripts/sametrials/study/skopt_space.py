"""Convert the search space and its points to those of scikit-optimize, and back.

It knows fewer kinds: of a step it has the bounds only, of an order the categories only; it has no
conditions and no normal prior.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from skopt.space import Categorical, Dimension, Integer, Real

from sametrials.study.dimension import LOG, MIDDLE, Choice, Number, dimension_of
from sametrials.study.space import HyperParameters, Space


def dimensions(search_space: Mapping[str, Mapping]) -> list[Dimension]:
    """Make scikit-optimize's dimensions from the mapping of config.yaml, in its order."""
    return [_dimension(name, dimension_of(entry)) for name, entry in search_space.items()]


def _dimension(name: str, dimension: Number | Choice) -> Dimension:
    if isinstance(dimension, Choice) or dimension.size == 1:
        return Categorical(_categories(dimension), name=name)
    kind = Integer if dimension.is_integer else Real
    prior = LOG if dimension.prior == LOG else "uniform"
    return kind(dimension.low, dimension.high, prior=prior, name=name)


def _categories(dimension: Number | Choice) -> list[Any]:
    """List what scikit-optimize has for each listed value.

    These are the values; but their texts where one is None, or where two are equal, as 1 and True.
    """
    values = list(dimension)
    as_they_are = None not in values and len(set(values)) == len(values)
    return values if as_they_are or isinstance(dimension, Number) else dimension.texts


def as_lists(
    search_space: Mapping[str, Mapping], points: Sequence[HyperParameters]
) -> list[list[Any]]:
    """Convert points to those of scikit-optimize.

    What does not exist at a point has a value in the middle there: scikit-optimize knows no other.
    """
    space = Space(search_space)
    shown = {
        name: _categories(dimension)
        for name, dimension in space.dimensions.items()
        if isinstance(dimension, Choice)
    }

    def listed(point: HyperParameters) -> list[Any]:
        absent = space.absent(point)
        values = []
        for name, dimension in space.dimensions.items():
            found = dimension.at(MIDDLE) if name in absent else point[name]
            is_choice = isinstance(dimension, Choice)
            values.append(shown[name][dimension.index(found)] if is_choice else found)
        return values

    return list(map(listed, points))


def not_represented(
    search_space: Mapping[str, Mapping], points: Sequence[HyperParameters]
) -> list[str]:
    """List, in a line each, what scikit-optimize's form does not show of a space and its points."""
    space = Space(search_space)
    absents = [space.absent(point) for point in points]
    lines = []
    for name, dimension in space.dimensions.items():
        if isinstance(dimension, Choice):
            if dimension.is_ordered:
                lines.append(f"{name}: its values have an order")
            elif _categories(dimension) != list(dimension):
                lines.append(f"{name}: texts stand for its values")
        elif dimension.prior not in ("uniform", LOG):
            lines.append(f"{name}: its prior is {dimension.prior}")
        elif dimension.step is not None and dimension.step != 1:
            lines.append(f"{name}: it has steps of {dimension.step}")
        absent = [trial for trial, names in enumerate(absents) if name in names]
        if absent:
            trials = ", ".join(map(str, absent))
            middle = dimension.at(MIDDLE)
            lines.append(f"{name}: it does not exist, and {middle} stands for it, in {trials}")
    return lines


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
