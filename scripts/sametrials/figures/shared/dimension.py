"""The dimensions of the search space, as the axes show them. scikit-optimize is not imported."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sametrials.study.dimension import LOG, Choice, dimension_of


class Dimension(NamedTuple):
    """A hyper-parameter, and the values among which it is searched."""

    name: str
    type: str
    """real, integer, ordinal or categorical."""
    low: float = 0.0
    """The lowest value of a number,"""
    high: float = 0.0
    """and the highest."""
    is_log: bool = False
    """Whether it is searched, and so drawn, on a logarithmic scale."""
    categories: tuple = ()
    """The listed values that have a place each,"""
    texts: tuple[str, ...] = ()
    """and what stands there."""
    is_ordered: bool = True
    """Whether values near each other are more alike than others."""
    n_others: int = 0
    """How many more listed values there are, which have one place together, after these."""

    @property
    def is_categorical(self) -> bool:
        """Whether its values are listed, and have a place each."""
        return bool(self.categories)

    @property
    def is_integer(self) -> bool:
        """Whether its values are whole numbers."""
        return self.type == "integer" and not self.is_categorical

    @property
    def varies(self) -> bool:
        """Whether it has more than one value."""
        return len(self.categories) > 1 if self.is_categorical else self.low < self.high

    @property
    def names(self) -> list[str]:
        """What stands at each place of a categorical axis."""
        others = [f"{self.n_others} others"] if self.n_others else []
        return [*self.texts, *others]

    def places(self, values: Sequence[Any]) -> np.ndarray:
        """Find where values lie on the axis: numbers at themselves, categories at their indices.

        None, where the hyper-parameter does not exist, is nan.
        """
        if not self.is_categorical:
            return np.array(values, dtype=float)
        index = {_key(category): place for place, category in enumerate(self.categories)}
        found = [
            index.get(_key(value), np.nan if value is None else len(index)) for value in values
        ]
        return np.array(found, dtype=float)

    def only(self, kept: Sequence[int]) -> "Dimension":
        """Return it with some of the listed values only, by their places; the others share one."""
        return self._replace(
            categories=tuple(self.categories[place] for place in kept),
            texts=tuple(self.texts[place] for place in kept),
            n_others=len(self.categories) - len(kept),
        )


def _key(value: Any) -> tuple[type, Any]:
    return type(value), value  # 1, 1.0 and True are equal, and different categories


def dimensions_of(search_space: Mapping[str, Mapping]) -> list[Dimension]:
    """Make the dimensions from the mapping of config.yaml, in its order."""
    return [_dimension(name, entry) for name, entry in search_space.items()]


def _dimension(name: str, entry: Mapping) -> Dimension:
    found = dimension_of(entry)
    if isinstance(found, Choice):
        texts = tuple(found.texts)
        kinds = {"categories": found.values, "texts": texts, "is_ordered": found.is_ordered}
        return Dimension(name, entry["type"], **kinds)
    return Dimension(name, entry["type"], found.low, found.high, found.prior == LOG)
