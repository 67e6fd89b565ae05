"""A dimension of the search space: which values it has, and how they lie in 0 ... 1.

Equal parts of 0 ... 1 have equal prior probability. Each category has the same share; a whole
number n has the interval from n - 0.5 to n + 0.5, on the scale of its prior, and so has any number
with a step, half a step to each side. (scikit-optimize rounds to the nearest value instead, so that
the first and the last have half a share: the middle one of three is then tried as often as the
other two together.)
"""

import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

TYPES = ("real", "integer", "ordinal", "categorical")
"""The types of dimensions, in the order in which the search takes them."""

LOG, NORMAL = "log-uniform", "normal"

MIDDLE = 0.5
"""The coordinate of what has none of its own: a single value, one that a condition switches off."""

DIGITS = 12
"""To so many digits a real with a step is rounded: 0.1 + 0.2 is 0.3."""


@dataclass(frozen=True)
class Number:
    """A number between two bounds, both included.

    Attributes
    ----------
    low, high
        The bounds.
    step
        The distance between two values; None if there are values without gaps.
    prior
        `uniform`, `log-uniform`, or `normal`.
    mean, sd
        Of a normal prior, which is cut at the bounds.
    """

    low: float
    high: float
    step: float | None = None
    prior: str = "uniform"
    mean: float | None = None
    sd: float | None = None

    @property
    def is_integer(self) -> bool:
        """Whether its values are whole numbers."""
        return isinstance(self.low, int)

    @property
    def size(self) -> float:
        """How many values it has; infinity if it has no step."""
        if self.low == self.high:
            return 1
        return math.inf if self.step is None else round((self.high - self.low) / self.step) + 1

    def __iter__(self) -> Iterator[float]:
        """Yield the values from the lowest to the highest; there must be a step."""
        return map(self.on_step, range(int(self.size)))

    def at(self, coordinate: float) -> float:
        """Return the value at a coordinate in 0 ... 1."""
        low, high = self._scaled_ends()
        return self.nearest(self._unscaled(low + coordinate * (high - low)))

    def coordinate(self, value: float) -> float:
        """Return the coordinate of a value, the inverse of `at`."""
        low, high = self._scaled_ends()
        return (self._scaled(value) - low) / (high - low) if low < high else MIDDLE

    def nearest(self, number: float) -> float:
        """Return the value that is nearest to a number."""
        if self.step is not None:
            is_plain = self.is_integer and self.step == 1
            steps = 0 if is_plain else round((number - self.low) / self.step)
            number = round(number) if is_plain else self.on_step(steps)
        return min(max(number, self.low), self.high)

    def holds(self, value: Any) -> bool:
        """Tell whether this is one of its values."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if self.is_integer and not isinstance(value, int):
            return False
        return self.low <= value <= self.high and (
            self.step is None or self.nearest(value) == value
        )

    def on_step(self, steps: int) -> float:
        """Return the value that is so many steps above the lowest."""
        value = self.low + steps * (self.step or 0)
        if self.is_integer:
            return value
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)

    def _scaled_ends(self) -> tuple[float, float]:
        below = above = (self.step or 0.0) / 2
        if self.prior == LOG:
            below = min(below, self.low / 2)
        return self._scaled(self.low - below), self._scaled(self.high + above)

    def _scaled(self, value: float) -> float:
        """Return a value on the scale on which its prior is uniform."""
        if self.prior == LOG:
            return math.log(value)
        return self._normal.cdf(value) if self.prior == NORMAL else value

    def _unscaled(self, scaled: float) -> float:
        if self.prior == LOG:
            return math.exp(scaled)
        if self.prior == NORMAL:
            # Bounds far out in a tail have the probability 0 or 1, of which there is no quantile.
            return self._normal.inv_cdf(
                min(max(scaled, sys.float_info.min), 1 - sys.float_info.epsilon)
            )
        return scaled

    @property
    def _normal(self) -> NormalDist:
        return NormalDist(self.mean, self.sd)


@dataclass(frozen=True)
class Choice:
    """One of listed values.

    Attributes
    ----------
    values
        Texts, numbers, booleans or None; those of different types are different: 1, 1.0 and True.
    is_ordered
        Whether their order means something: small, medium, large.
    """

    values: tuple[Any, ...]
    is_ordered: bool

    @property
    def size(self) -> int:
        """How many values it has."""
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        """Yield the values in their order."""
        return iter(self.values)

    def at(self, coordinate: float) -> Any:
        """Return the value at a coordinate in 0 ... 1."""
        return self.values[min(int(coordinate * self.size), self.size - 1)]

    def coordinate(self, value: Any) -> float:
        """Return the middle of the part of 0 ... 1 that a value has."""
        return (self.index(value) + 0.5) / self.size

    @property
    def texts(self) -> list[str]:
        """The values as they are written in tables and figures, no two of them the same.

        A text stands in quotation marks if it reads like another value: "1" beside 1.
        """
        plain = ["null" if each is None else str(each) for each in self.values]
        return [
            json.dumps(each, ensure_ascii=False)
            if isinstance(each, str) and (each == "" or plain.count(each) > 1)
            else text
            for each, text in zip(self.values, plain, strict=True)
        ]

    def index(self, value: Any) -> int | None:
        """Return the place of a value among its values, from 0; None if it is none of them."""
        return next((i for i, each in enumerate(self.values) if is_same(each, value)), None)

    def holds(self, value: Any) -> bool:
        """Tell whether this is one of its values."""
        return self.index(value) is not None


Dimension = Number | Choice


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal and of one type: 1 is neither 1.0 nor True."""
    return type(one) is type(other) and one == other


def dimension_of(entry: Mapping[str, Any]) -> Dimension:
    """Make a dimension from an entry of `search_space` in config.yaml."""
    kind = entry["type"]
    if kind == "categorical":
        return Choice(tuple(entry["categories"]), is_ordered=False)
    if kind == "ordinal":
        return Choice(tuple(entry["values"]), is_ordered=True)
    low, high = entry["low"], entry["high"]
    if entry.get("base") is not None:
        return Choice(tuple(_powers(low, high, entry["base"])), is_ordered=True)
    step = entry.get("step")
    return Number(
        low,
        high,
        1 if step is None and kind == "integer" else step,
        entry.get("prior", "uniform"),
        entry.get("mean"),
        entry.get("sd"),
    )


def _powers(low: int, high: int, base: int) -> Iterator[int]:
    while low <= high:
        yield low
        low *= base
