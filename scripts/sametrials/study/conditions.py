"""Conditions: where a hyper-parameter exists.

    momentum: {type: real, low: 0, high: 0.9, when: {optimizer: sgd}}
    dropout: {type: real, low: 0, high: 0.5, when: {num_layers: ">= 3", optimizer: [sgd, adam]}}

A condition names another hyper-parameter and a value, a list of values, or a comparison with a
number. All conditions of a hyper-parameter must hold, and those of the others that they name.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sametrials.study.dimension import Choice, Dimension, Number, is_same

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}

_COMPARISON = re.compile(r"\s*(>=|<=|!=|==|>|<)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*")


@dataclass(frozen=True)
class Condition:
    """What must hold of another hyper-parameter.

    Attributes
    ----------
    other
        Its name.
    values
        The values that it may have; empty if it is compared with a number.
    comparison, number
        A key of COMPARISONS, and what stands at its right.
    """

    other: str
    values: Sequence[Any] = ()
    comparison: str = ""
    number: float = 0.0

    def holds(self, value: Any) -> bool:
        """Tell whether the other hyper-parameter may have this value."""
        if self.comparison:
            return bool(COMPARISONS[self.comparison](value, self.number))
        return any(is_same(each, value) for each in self.values)


def conditions_of(
    when: Mapping[str, Any], dimensions: Mapping[str, Dimension]
) -> Sequence[Condition]:
    """Read the conditions of a hyper-parameter.

    Parameters
    ----------
    when
        As in config.yaml: the name of another hyper-parameter to a value, a list of values, or a
        comparison such as `">= 3"`.
    dimensions
        All of the search space, by name.

    Raises
    ------
    ValueError
        A value is none of the other hyper-parameter, or a comparison is no condition of it; the
        message says what was expected.
    """
    return [_condition(other, wanted, dimensions[other]) for other, wanted in when.items()]


def _condition(other: str, wanted: Any, dimension: Dimension) -> Condition:
    if not isinstance(wanted, list):
        compared = _COMPARISON.fullmatch(wanted) if isinstance(wanted, str) else None
        if compared and not dimension.holds(wanted):
            if not has_numbers(dimension):
                raise ValueError(f"one of the values of {other}, which is no number")
            return Condition(other, comparison=compared[1], number=float(compared[2]))
        wanted = [wanted]
    return Condition(other, values=tuple(_value(each, other, dimension) for each in wanted))


def _value(wanted: Any, other: str, dimension: Dimension) -> Any:
    """Return the value of a dimension that is meant: 3.0 is 3 of whole numbers."""
    candidates = [wanted]
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        candidates += [float(wanted)] + ([int(wanted)] if wanted == int(wanted) else [])
    for value in candidates:
        if dimension.holds(value):
            # Reals take whole numbers as well; their own values are floats.
            is_real = isinstance(dimension, Number) and not dimension.is_integer
            return float(value) if is_real else value
    raise ValueError(f"a value of {other}, or a comparison such as '>= 3'")


def has_numbers(dimension: Dimension) -> bool:
    """Tell whether the values of a dimension are numbers, which can be compared with others."""
    return not isinstance(dimension, Choice) or all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in dimension.values
    )
