"""A plot for each output of a regression, and the axes of numbers in it."""

import math
import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, MaxNLocator

from sametrials.figures.shared.dense import MANY, shrunk
from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import number, shortened
from sametrials.figures.shared.style import BLUE, draw_message, new_figure
from sametrials.figures.shared.values_text import texts_of
from sametrials.figures.test_set.predicted_values import PredictedValues

MOST_PANELS, MOST_COLUMNS = 6, 3
"""Of more outputs, the first ones are shown."""

BINS = 60
"""Of very many examples, along each axis: their number in each bin has a colour."""

NOTHING = "There is no test example of which the best model predicts a number."


RESIDUAL = "residual: true - predicted"
"""The label of an axis of `Output.residuals`."""


class Output(NamedTuple):
    """One number of N examples."""

    name: str
    targets: np.ndarray
    """N true values."""
    predicted: np.ndarray
    """N predictions."""

    @property
    def residuals(self) -> np.ndarray:
        """What is true less what is predicted, of each example."""
        return self.targets - self.predicted


def shown_outputs(values: PredictedValues) -> list[Output]:
    """List the outputs that have a plot; none if there is no example."""
    if not len(values.targets):
        return []
    outputs = zip(values.names, values.targets.T, values.predicted.T, strict=True)
    return [Output(*each) for each in outputs][:MOST_PANELS]


def title_of(what: str, outputs: Sequence[Output], n_outputs: int) -> str:
    """Say what a figure shows, of how many examples, and that outputs are left out."""
    n_examples = len(outputs[0].targets)
    title = f"{what} of {n_examples:,} test example{'s' if n_examples > 1 else ''}"
    if n_outputs > len(outputs):
        title += f", the first {len(outputs)} of {n_outputs} outputs"
    return title


def draw_panels(
    outputs: Sequence[Output],
    title: str,
    width: float,
    draw: Callable[[Axes, Output], None],
    *,
    height: float = 0.62,
) -> Figure:
    """Make a figure with a plot for each output, which `draw` fills.

    Parameters
    ----------
    outputs
        Those that are shown.
    title
        Of the figure.
    width
        Of the figure, in inches.
    draw
        Draws into the axes of an output.
    height
        Of a plot that is alone, in widths; of several each is a square.
    """
    if not outputs:
        return draw_message(NOTHING, width)
    columns = min(len(outputs), MOST_COLUMNS, max(1, int(width // 2.1)))
    rows = -(-len(outputs) // columns)
    each = width / columns
    figure = new_figure(width, 0.3 + rows * max(2.2, each if columns > 1 else height * each))
    lines = textwrap.wrap(title, int(72 * width / (LETTER * 9)))
    figure.suptitle("\n".join(lines), fontsize=9, x=0.01, ha="left")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, output in zip(panels, outputs, strict=False):
        draw(axes, output)
        if output.name:
            axes.set_title(shortened(output.name, int(72 * each / 8)), fontsize=8)
        for axis in (axes.xaxis, axes.yaxis):
            set_numbers(axis, 3 if each < 3 else 5)
        axes.grid(True)
    for axes in panels[len(outputs) :]:
        axes.set_visible(False)
    return figure


def draw_points(axes: Axes, x: np.ndarray, y: np.ndarray) -> None:
    """Draw a point for each example; of very many, how many lie where."""
    if len(x) <= MANY:
        size = shrunk(4, len(x))
        axes.plot(x, y, "o", ms=size, mfc=BLUE, mec="white", mew=0.3, alpha=0.8)
        return
    counts, *edges = np.histogram2d(x, y, bins=BINS)
    shown = np.ma.masked_equal(counts.T, 0)
    cells = axes.pcolormesh(*edges, shown, cmap="viridis_r", norm="log", rasterized=True)
    bar = axes.figure.colorbar(cells, ax=axes, label="examples", format=number, shrink=0.8)
    bar.minorticks_off()


def limits_of(values: np.ndarray) -> tuple[float, float]:
    """Find the ends of an axis that shows all values, with a margin."""
    low, high = float(values.min()), float(values.max())
    margin = 0.04 * (high - low) or 0.04 * abs(high) or 1.0
    return low - margin, high + margin


def set_numbers(axis: Axis, n_ticks: int) -> None:
    """Give an axis of numbers at most so many ticks, written alike and short."""
    axis.set_major_locator(MaxNLocator(n_ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(_Numbers())


class _Numbers(Formatter):
    def __call__(self, value: float, position: int | None = None) -> str:
        return self.format_ticks([value])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        known = [value for value in values if math.isfinite(value)]
        return texts_of(known) if len(known) == len(values) else [f"{each:g}" for each in values]
