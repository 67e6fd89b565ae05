"""The dimensions of the search space, as the axes show them. scikit-optimize is not imported."""

from collections.abc import Mapping
from typing import Any, NamedTuple


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
    """The values of a categorical dimension."""

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

    def place(self, value: Any) -> float:
        """Find where a value lies on the axis: a number at itself, a category at its index."""
        return self.categories.index(value) if self.is_categorical else value


def dimensions_of(search_space: Mapping[str, Mapping]) -> list[Dimension]:
    """Make the dimensions from the mapping of config.yaml, in its order."""
    return [_dimension(name, entry) for name, entry in search_space.items()]


def _dimension(name: str, entry: Mapping) -> Dimension:
    if entry["type"] == "categorical":
        return Dimension(name, "categorical", categories=tuple(entry["categories"]))
    is_log = entry["prior"] == "log-uniform"
    return Dimension(name, entry["type"], entry["low"], entry["high"], is_log)
