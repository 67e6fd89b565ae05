"""Axes that show a dimension of the search space."""

import math
import sys
from collections.abc import Sequence

from matplotlib.axis import Axis
from matplotlib.ticker import (
    FixedFormatter,
    FixedLocator,
    Formatter,
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
)

from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.labels import number, power_of_ten, shortened
from sametrials.figures.shared.values_text import decades, texts_of

LEAST_SIZE = 4.5
"""Of a category's name, in points. Where there is less room, not all of them are named."""

_SMALLEST, _LARGEST = sys.float_info.min, sys.float_info.max


def limits(dimension: Dimension, margin: float = 0.0) -> tuple[float, float]:
    """Find where an axis begins and ends: at the bounds, or a share of the axis beyond them."""
    if dimension.is_categorical:
        return -0.5, len(dimension.names) - 0.5
    low, high = dimension.low, dimension.high
    if dimension.is_log:
        factor = 10 ** (margin * decades(low, high))
        return max(low / factor, _SMALLEST), min(high * factor, _LARGEST)
    beyond = margin * (high - low)
    if margin and dimension.is_integer:
        beyond = max(beyond, 0.5)  # room for the bar over the last value
    return low - beyond, high + beyond


def dress(
    axis: Axis, dimension: Dimension, length: float, font_size: float, margin: float = 0.0
) -> None:
    """Give an axis the scale, the limits and the ticks of a dimension.

    Parameters
    ----------
    axis
        The x or the y axis of a plot.
    length
        Its length in points.
    font_size
        Of its tick labels, in points.
    margin
        The share of the axis that is added beyond either bound.
    """
    horizontal = axis.axis_name == "x"
    axis.axes.set(**{f"{axis.axis_name}scale": "log" if dimension.is_log else "linear"})
    axis.axes.set(**{f"{axis.axis_name}lim": limits(dimension, margin)})
    if dimension.is_categorical:
        _name_categories(axis, dimension, length, font_size)
        return
    low, high = dimension.low, dimension.high
    axis.set_tick_params(labelsize=font_size, labelrotation=0)
    # Room for a tick label and a gap, in letters' heights: along x 3.5, more for long numbers.
    letters = 0 if dimension.is_log else max(map(len, _Numbers().format_ticks([low, high])))
    room = max(3.5, 0.65 * letters + 1) if horizontal else 2.5
    n_ticks = max(2, math.floor(length / font_size / room))
    if dimension.is_log and decades(low, high) >= 1:
        ticks = logarithmic_ticks(low, high)
        plain = dimension.is_integer and len(ticks) < 3  # 16 ... 512: not 10^2 alone
        if plain:
            ticks = logarithmic_ticks(low, high, multiples=(1, 2, 5))
        axis.set_major_locator(FixedLocator(ticks[:: math.ceil(len(ticks) / n_ticks)]))
        axis.set_major_formatter(FuncFormatter(number if plain else power_of_ten))
        axis.set_minor_locator(LogLocator(subs=range(2, 10), numticks=99))
    else:
        # A label at the very end would run into the next plot's first one.
        prune = "upper" if horizontal and n_ticks < 4 else None
        whole = dimension.is_integer
        axis.set_major_locator(
            MaxNLocator(min(n_ticks, 6), integer=whole, min_n_ticks=1, prune=prune)
        )
        axis.set_major_formatter(_Numbers())
    axis.set_minor_formatter(NullFormatter())


class _Numbers(Formatter):
    """Writes numbers as short as they can be, with more digits if they were alike otherwise."""

    def __call__(self, value: float, position: int | None = None) -> str:
        """Write one number."""
        return number(value)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Write all ticks of an axis."""
        texts = [number(value) for value in values]
        return texts if len(set(texts)) == len(texts) else texts_of(values)


def logarithmic_ticks(low: float, high: float, multiples: Sequence[int] = (1,)) -> list[float]:
    """List these multiples of the powers of ten that lie within the bounds."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [float(f"{multiple}e{power}") for power in powers for multiple in multiples]
    return [tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]


def _name_categories(axis: Axis, dimension: Dimension, length: float, size: float) -> None:
    """Label a categorical axis with its categories, upright where they do not fit side by side."""
    n_categories = len(dimension.names)
    every = math.ceil(n_categories * LEAST_SIZE / (0.85 * length))
    room = every * length / n_categories
    names = [shortened(category, 16) for category in dimension.names[::every]]
    upright = axis.axis_name == "x" and max(map(len, names)) * 0.65 * size > room
    axis.set_major_locator(FixedLocator(range(0, n_categories, every)))
    axis.set_major_formatter(FixedFormatter(names))
    axis.set_tick_params(
        labelsize=min(size, 0.85 * room) if upright or axis.axis_name == "y" else size,
        labelrotation=90 if upright else 0,
        length=0,
    )
