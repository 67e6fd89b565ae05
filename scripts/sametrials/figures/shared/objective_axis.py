"""An axis of values of the objective, on the scale that shows them well.

A share that is maximised, such as an accuracy, has an axis that is logarithmic in the error: 98 %
and 99 % lie as far apart on it as 80 % and 90 %, and a network that has learnt nothing still finds
room. Other values rise along their axis, which is logarithmic if they are of different magnitudes.
"""

import math
from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import (
    FixedLocator,
    Formatter,
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
)

from sametrials.figures.shared.axes import logarithmic_ticks
from sametrials.figures.shared.labels import percent, power_of_ten
from sametrials.figures.shared.values_text import ValueFormatter, decades
from sametrials.study.objective import Objective

_LABEL, _LINE = 36, 12  # room for a tick label, in points: along x, along y
_LOW_FIGURE = 3.4  # inches, below which the label of an upright axis has two lines


class ObjectiveAxis:
    """An axis for values of the objective.

    Parameters
    ----------
    objective
        What is optimised.
    values
        All that are shown; those that are not finite are left out.
    """

    def __init__(self, objective: Objective, values: Iterable[float]):
        values = np.asarray(values, dtype=float)
        known = values[np.isfinite(values)]
        self.objective = objective
        self.scale = objective.scale(known)
        errors = 1 - known
        # No error at all is drawn below every other one: a logarithm of zero has no place.
        self.floor = min(errors[errors > 0], default=0.015) / 3
        self.shown = self.place(known)

    def place(self, values: np.ndarray | float) -> np.ndarray:
        """Find where values lie on the axis: in its units, which `Axes.plot` takes."""
        values = np.asarray(values, dtype=float)
        return np.maximum(1 - values, self.floor) if self.scale == "error" else values

    @property
    def edge(self) -> float:
        """How high, 0 to 1, trials that failed are marked on an upright axis: where it is worst."""
        return 0.03 if self.objective.maximized else 0.97

    def label(self, figure: Figure | None = None) -> str:
        """Name the axis; if it is upright, on two lines where the figure is low."""
        if self.scale == "error":
            text = f"{self.objective.label} (logarithmic in the error)"
        elif not self.objective.maximized:
            text = f"{self.objective.label} (lower is better)"
        else:
            text = self.objective.label
        low = figure is not None and figure.get_figheight() < _LOW_FIGURE
        return text.replace(" (", "\n(") if low else text

    def dress(self, axes: Axes, name: str = "y", length: float | None = None) -> None:
        """Give the axis `name` of a plot its scale, limits and ticks.

        `length` is that of the axis in points; by default, that of the only plot of a figure.
        """
        axis = {"x": axes.xaxis, "y": axes.yaxis}[name]
        if length is None:
            width, height = axes.figure.get_size_inches()
            length = 72 * (0.8 * width if name == "x" else 0.65 * height)
        kinds = {"error": self._dress_error, "log": self._dress_log, "linear": self._dress_linear}
        kinds[self.scale](axis, length)

    def _dress_error(self, axis: Axis, length: float) -> None:
        """Make it logarithmic in the error, the best at its end, with per cents as ticks."""
        low, high = _widened(self.shown)
        _set(axis, "log", (high, low))
        steps = [step * 10.0**decade for decade in range(-9, 0) for step in (1, 2, 5)]
        ticks = [error for error in [*steps, 0.9] if low <= error <= high]
        perfect = self.shown.min() <= self.floor
        if perfect:
            ticks = [self.floor, *(error for error in ticks if error > 1.7 * self.floor)]
        if axis.axis_name == "x":
            ticks = _apart(ticks, np.log(high / low) * _LABEL / length)
        names = {error: percent(1 - error) for error in ticks}
        names |= {self.floor: percent(1)} if perfect else {}
        _set_log_ticks(axis, ticks, FuncFormatter(lambda error, _: names.get(error, "")))

    def _dress_log(self, axis: Axis, length: float) -> None:
        """Make it logarithmic in the value."""
        low, high = _widened(self.shown)
        _set(axis, "log", (low, high))
        if decades(low, high) >= 3:
            ticks = logarithmic_ticks(low, high)
            formatter = FuncFormatter(power_of_ten)
        else:
            ticks = logarithmic_ticks(low, high, multiples=(1, 2, 5))
            formatter = _EachByItself(self.objective)
        n_ticks = max(2, int(length / (_LABEL if axis.axis_name == "x" else _LINE)))
        _set_log_ticks(axis, ticks[:: math.ceil(len(ticks) / n_ticks)], formatter)

    def _dress_linear(self, axis: Axis, length: float) -> None:
        low, high = self.shown.min(), self.shown.max()
        # A share of the values themselves if all are the same, or nearly so.
        margin = max(0.06 * (high - low), 1e-6 * max(abs(low), abs(high)))
        margin = margin if high > low else 0.1 * abs(high) or 1.0
        _set(axis, "linear", (low - margin, high + margin))
        formatter = ValueFormatter(self.objective)
        for n_ticks in range(7, 1, -1):
            locator = MaxNLocator(n_ticks, steps=[1, 2, 2.5, 5, 10])
            texts = formatter.format_ticks(locator.tick_values(low - margin, high + margin))
            room = _LINE if axis.axis_name == "y" else 4.5 * max(map(len, texts)) + 6
            if n_ticks * room <= length:
                break
        axis.set_major_locator(locator)
        axis.set_major_formatter(formatter)


class _EachByItself(ValueFormatter):
    """Writes each tick with the digits it needs: 0.5, 1, 20."""

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        return [self(value) for value in values]


def _widened(places: np.ndarray) -> tuple[float, float]:
    """Find limits beyond positive places, so wide that two ticks or more are always in sight."""
    low, high = places.min() / 1.25, places.max() * 1.25
    widen = max(1.0, (7 / (high / low)) ** 0.5)
    return low / widen, high * widen


def _set(axis: Axis, scale: str, limits: tuple[float, float]) -> None:
    name = axis.axis_name
    axis.axes.set(**{f"{name}scale": scale, f"{name}lim": limits})


def _set_log_ticks(axis: Axis, ticks: list[float], formatter: Formatter) -> None:
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(formatter)
    axis.set_minor_locator(LogLocator(subs=range(1, 10), numticks=99))
    axis.set_minor_formatter(NullFormatter())


def _apart(errors: list[float], distance: float) -> list[float]:
    """Leave out what is nearer than this, in logarithms, to the one before."""
    kept: list[float] = []
    for error in errors:
        if not kept or np.log(error / kept[-1]) >= distance:
            kept.append(error)
    return kept
