"""The dimensions of the search space, as the axes show them. scikit-optimize is not imported."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np


class Dimension(NamedTuple):
    """A hyper-parameter, and the values among which it is searched."""

    name: str
    type: str
    """real, integer or categorical."""
    low: float = 0.0
    """The lowest value of a number,"""
    high: float = 0.0
    """and the highest."""
    is_log: bool = False
    """Whether it is searched, and so drawn, on a logarithmic scale."""
    categories: tuple = ()
    """The values of a categorical dimension that have a place each."""
    n_others: int = 0
    """How many more there are, which have one place together, after these."""

    @property
    def is_categorical(self) -> bool:
        """Whether its values are categories."""
        return self.type == "categorical"

    @property
    def is_integer(self) -> bool:
        """Whether its values are whole numbers."""
        return self.type == "integer"

    @property
    def varies(self) -> bool:
        """Whether it has more than one value."""
        return len(self.categories) > 1 if self.is_categorical else self.low < self.high

    @property
    def names(self) -> list[str]:
        """What stands at each place of a categorical axis."""
        others = [f"{self.n_others} others"] if self.n_others else []
        return [*map(str, self.categories), *others]

    def places(self, values: Sequence[Any]) -> np.ndarray:
        """Find where values lie on the axis: numbers at themselves, categories at their indices."""
        if not self.is_categorical:
            return np.array(values, dtype=float)
        index = {category: place for place, category in enumerate(self.categories)}
        return np.array([index.get(value, len(index)) for value in values], dtype=float)


def dimensions_of(search_space: Mapping[str, Mapping]) -> list[Dimension]:
    """Make the dimensions from the mapping of config.yaml, in its order."""
    return [_dimension(name, entry) for name, entry in search_space.items()]


def _dimension(name: str, entry: Mapping) -> Dimension:
    if entry["type"] == "categorical":
        return Dimension(name, "categorical", categories=tuple(entry["categories"]))
    is_log = entry["prior"] == "log-uniform"
    return Dimension(name, entry["type"], entry["low"], entry["high"], is_log)
