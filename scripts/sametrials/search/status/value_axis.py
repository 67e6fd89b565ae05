"""The upright axis of the picture: how high the values of the objective lie, and its ticks."""

import math
from collections.abc import Sequence

from sametrials.study.objective import Objective

SHARES = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999)
"""The ticks of an axis that is logarithmic in the distance from 1."""

SMALLEST_DISTANCE = 1e-4
"""A value of 1 lies where this distance from 1 does: the logarithm of 0 is nowhere."""

MOST_TICKS = 6
"""An axis of another kind has about so many ticks at most."""


ROUNDING = 1e-9
"""What divisions and logarithms may be wrong by."""


class ValueAxis:
    """An axis on which values rise upwards, whichever of them are better.

    Parameters
    ----------
    objective
        What is optimised.
    values
        All that are drawn, at least one.

    Attributes
    ----------
    scale
        "error", "log" or "linear": see `Objective.scale`.
    """

    def __init__(self, objective: Objective, values: Sequence[float]):
        self.scale = objective.scale(values)
        self._low, self._high = self._height(min(values)), self._height(max(values))
        margin = self._least_margin()
        if self._high - self._low < margin:  # as for a single value
            self._low, self._high = self._low - margin, self._high + margin

    def place(self, value: float) -> float:
        """Say how high a value lies: 0 is the lowest value, 1 the highest."""
        return (self._height(value) - self._low) / (self._high - self._low)

    def ticks(self) -> list[tuple[float, str]]:
        """List ticks near the values that are drawn, from below: each a value and its text."""
        if self.scale == "error":
            return [(value, f"{value:g}") for value in SHARES]
        if self.scale == "log":
            values = _powers(self._low, self._high)
            return [(value, _tidy(f"{value:g}")) for value in values]
        step = _round_step((self._high - self._low) / MOST_TICKS)
        first = math.ceil(self._low / step - ROUNDING)
        last = math.floor(self._high / step + ROUNDING)
        values = [number * step for number in range(first, last + 1)]
        return list(zip(values, _texts(values, step), strict=True))

    def _height(self, value: float) -> float:
        if self.scale == "error":
            return -math.log10(max(1 - value, SMALLEST_DISTANCE))
        return math.log10(value) if self.scale == "log" else value

    def _least_margin(self) -> float:
        """Say how far apart the two ends must be."""
        if self.scale != "linear":
            return 0.1
        share = 0.1 if self._low == self._high else 1e-6
        return share * max(abs(self._low), abs(self._high)) or 1.0


def _powers(low: float, high: float) -> list[float]:
    """List round numbers between two powers of ten, given by their logarithms."""
    factors = (1, 2, 5) if high - low <= 2 else (1,)
    stride = max(1, math.ceil((high - low) / MOST_TICKS))
    powers = (power for power in range(math.floor(low), math.ceil(high) + 1) if not power % stride)
    return [factor * 10.0**power for power in powers for factor in factors]


def _round_step(least: float) -> float:
    """Find the smallest of ..., 0.1, 0.2, 0.5, 1, 2, 5, ... that is not below a number."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _texts(values: Sequence[float], step: float) -> list[str]:
    """Write ticks alike: in full, or with a power of ten if that is shorter than six digits."""
    place = math.floor(math.log10(step) + ROUNDING)
    highest = max(abs(value) for value in values)
    in_full = [f"{value:.{max(0, -place)}f}" for value in values]
    digits = max(0, math.floor(math.log10(highest) + ROUNDING) - place) if highest else 0
    with_power = [_tidy(f"{value:.{digits}e}") for value in values]
    longest, other = (max(map(len, texts)) for texts in (in_full, with_power))
    return in_full if longest <= max(6, other) else with_power


def _tidy(text: str) -> str:
    """Write 1e-05 as 1e-5, and 0e+00 as 0."""
    number, _, power = text.partition("e")
    if float(number) == 0:
        return "0"
    return f"{number}e{int(power)}" if power else number
