"""The search space, and its points. scikit-optimize and NumPy are not imported."""

from collections.abc import Mapping, Sequence
from typing import Any

from sametrials.study.conditions import Condition, conditions_of
from sametrials.study.dimension import TYPES, Dimension, dimension_of
from sametrials.study.expressions import Expression

HyperParameters = dict[str, Any]
"""A point of the search space: name to plain Python value; None if a condition switches it off."""


def in_canonical_order(search_space: Mapping[str, Mapping]) -> dict[str, Mapping]:
    """Sort the entries of a search space by type, then by name.

    In this order the search takes them, whatever the order in a file: a program may have sorted its
    keys.
    """
    entries = sorted(search_space.items(), key=lambda item: (TYPES.index(item[1]["type"]), item[0]))
    return dict(entries)


def values_of(point: HyperParameters) -> tuple[str, ...]:
    """Return texts of the values of a point, by which it is known whether it was tried.

    Numbers that are equal, 1, 1.0 and True, may be different categories.
    """
    return tuple(map(repr, point.values()))


class Space:
    """The search space of a study.

    Parameters
    ----------
    search_space
        As in config.yaml, checked.
    where
        Constraints, as in config.yaml, checked.

    Attributes
    ----------
    dimensions
        By name, in the order of the mapping.
    conditions
        Of each name that has any: all must hold where the hyper-parameter exists.
    constraints
        All must be met by a point.
    """

    def __init__(self, search_space: Mapping[str, Mapping], where: Sequence[str] = ()):
        self.dimensions: dict[str, Dimension] = {
            name: dimension_of(entry) for name, entry in search_space.items()
        }
        self.conditions: dict[str, Sequence[Condition]] = {
            name: conditions_of(entry["when"], self.dimensions)
            for name, entry in search_space.items()
            if entry.get("when")
        }
        self.constraints = list(map(Expression, where))

    @property
    def is_irregular(self) -> bool:
        """Whether there are conditions or constraints: not each combination is a point."""
        return bool(self.conditions or self.constraints)

    def at(
        self, unit_point: Sequence[float], given: Mapping[str, Any] | None = None
    ) -> HyperParameters:
        """Map a point of the unit cube to hyper-parameters; those that are given stay as they are.

        Equal parts of the cube have equal prior probability (`sametrials.study.dimension`).
        """
        values = {
            name: dimension.at(float(coordinate))
            for (name, dimension), coordinate in zip(
                self.dimensions.items(), unit_point, strict=True
            )
        }
        return self.canonical(values | dict(given or {}))

    def canonical(self, point: HyperParameters) -> HyperParameters:
        """Return a point with None for all that its conditions switch off."""
        if not self.conditions:
            return point
        existing = self.existing(point)
        return {name: value if name in existing else None for name, value in point.items()}

    def existing(self, point: Mapping[str, Any]) -> set[str]:
        """Find the hyper-parameters that exist at a point: those whose conditions hold."""
        known: dict[str, bool] = {}

        def exists(name: str) -> bool:
            if name not in known:
                known[name] = all(
                    exists(condition.other) and condition.holds(point[condition.other])
                    for condition in self.conditions.get(name, ())
                )
            return known[name]

        return {name for name in self.dimensions if exists(name)}

    def holds(self, point: Mapping[str, Any]) -> bool:
        """Tell whether a point has the dimensions of the space, in order, and values of them."""
        if list(point) != list(self.dimensions):
            return False
        try:
            existing = self.existing(point)
        except TypeError:  # a value that is no number was compared with one
            return False
        return all(
            dimension.holds(point[name]) if name in existing else point[name] is None
            for name, dimension in self.dimensions.items()
        )

    def unmet(self, point: Mapping[str, Any]) -> list[str]:
        """List the constraints that a point does not meet.

        One that cannot be computed there is not met; one about what does not exist there is.
        """
        if not self.constraints:
            return []
        existing = self.existing(point)
        return [
            each.text
            for each in self.constraints
            if each.names <= existing and not _is_true(each, point)
        ]

    def absent(self, point: Mapping[str, Any]) -> list[str]:
        """List the hyper-parameters that do not exist at a point."""
        if not self.conditions:
            return []
        existing = self.existing(point)
        return [name for name in self.dimensions if name not in existing]


def _is_true(constraint: Expression, point: Mapping[str, Any]) -> bool:
    try:
        return constraint(point)
    except ValueError:
        return False
