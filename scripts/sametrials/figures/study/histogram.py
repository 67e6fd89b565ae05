"""How often each value of a dimension was tried."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sametrials.figures.shared.axes import dress
from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.labels import readable, shortened
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLUE, draw_message, new_figure, styled

N_BINS = 20
"""Of numbers; whole numbers and categories that are fewer have a bar each."""

_BAR = 0.6  # width of the bar of a single value


class Bars(NamedTuple):
    """B bars over the axis of a dimension."""

    left: np.ndarray
    """Where each begins on the axis."""
    widths: np.ndarray
    counts: np.ndarray
    """How many trials each stands for."""


class HistogramInfo(NamedTuple):
    """What the figure shows."""

    dimension: Dimension
    bars: Bars
    share: str = ""
    """In how many trials it exists, if not in all."""


def histogram_info(trials: StudyTrials, dimension: str) -> HistogramInfo:
    """Count the trials by a dimension, named as in the search space."""
    found = trials.dimension(dimension)
    bars = bars_of(found, trials.column(dimension))
    return HistogramInfo(found, bars, trials.share(dimension))


def bars_of(dimension: Dimension, tried: Sequence[Any]) -> Bars:
    """Count how often each value, or each range of values, was tried; also those that never were.

    The ranges are equal parts of the axis, logarithmic or not.
    """
    places = dimension.places(tried)
    if dimension.is_categorical:
        values = list(range(len(dimension.names)))
    elif dimension.is_integer and dimension.high - dimension.low < N_BINS:
        values = list(range(dimension.low, dimension.high + 1))
    else:
        spaced = np.geomspace if dimension.is_log else np.linspace
        edges = spaced(dimension.low, dimension.high, N_BINS + (not dimension.is_log))
        counts, _ = np.histogram(places, edges)
        return Bars(edges[:-1], np.diff(edges), counts)
    counts = np.array([np.count_nonzero(places == value) for value in values])
    return Bars(np.array(values) - _BAR / 2, np.full(len(values), _BAR), counts)


def draw_bars(axes: Axes, bars: Bars, **look) -> None:
    """Draw bars, those of no trial left out, in a look: keywords of `Axes.bar`."""
    shown = bars.counts > 0
    axes.bar(bars.left[shown], bars.counts[shown], bars.widths[shown], align="edge", **look)


@styled
def draw_histogram(info: HistogramInfo, width: float = 6.3) -> Figure:
    """Draw the counts, `width` in inches; of categories also those that were never tried."""
    if not info.bars.counts.any():
        return draw_message("There is no trial in this study.", width)
    figure = new_figure(width, max(0.55 * width, 2.6))
    axes = figure.add_subplot()
    draw_bars(axes, info.bars, facecolor=BLUE, edgecolor="white", linewidth=0.4)
    if info.dimension.is_categorical:
        _name_categories(axes, info.dimension.names)
        _write_counts(axes, info.bars.counts)
    else:
        dress(axes.xaxis, info.dimension, 72 * 0.85 * width, 7, margin=0.01)
    name = readable(info.dimension.name)
    axes.set(title=f"Trials by {name}", ylabel="trials")
    axes.set_xlabel(", ".join(filter(None, [name, info.share])))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_ylim(0, 1.16 * info.bars.counts.max())
    axes.grid(axis="y")
    return figure


def _name_categories(axes: Axes, categories: list[str]) -> None:
    """Write the categories below their bars, aslant where they are long."""
    letters = int(4.8 * axes.figure.get_figwidth())  # 30 at full width
    axes.set_xticks(range(len(categories)), [shortened(name, letters) for name in categories])
    if max(map(len, categories)) * len(categories) > 2.5 * letters:
        for label in axes.get_xticklabels():
            label.set(rotation=35, ha="right", rotation_mode="anchor")
    axes.tick_params("x", length=0)
    axes.set_xlim(-0.5, len(categories) - 0.5)


def _write_counts(axes: Axes, counts: np.ndarray) -> None:
    """Write each count over its bar."""
    above = {"xytext": (0, 2), "textcoords": "offset points", "ha": "center", "fontsize": 7}
    for place, count in enumerate(counts):
        axes.annotate(str(count), (place, count), **above)
