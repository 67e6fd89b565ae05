"""Where the search has looked: scikit-optimize's plot of all evaluated points."""

from typing import NamedTuple

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from scipy.optimize import OptimizeResult
from skopt.plots import plot_evaluations
from skopt.space import Categorical, Integer

from hpo.figures.shared.corner import GAP, Corner
from hpo.figures.shared.labels import number
from hpo.figures.shared.outcomes import NONE_COMPLETE, outcomes
from hpo.figures.shared.partial_dependence import NONE_VARIES, varying
from hpo.figures.shared.style import BLUE, COLOURS, draw_message, styled
from hpo.figures.study.histogram import draw_histogram, histogram_info

BINS = 20


class EvaluationsInfo(NamedTuple):
    """What the figure shows."""

    result: OptimizeResult
    varying: list[int]
    """Indices of the dimensions that have more than one value."""
    counts: dict[int, dict[int, int]]
    """Of each dimension with few values: how many trials had each (a category: its index)."""


def evaluations_info(result: OptimizeResult) -> EvaluationsInfo:
    """Compute what the figure shows."""
    shown = varying(result)
    counts = {}
    for index in shown:
        dimension = result.space.dimensions[index]
        tried = [point[index] for point in result.x_iters]
        if isinstance(dimension, Categorical):
            values = dict(enumerate(dimension.categories))
        elif isinstance(dimension, Integer) and dimension.high - dimension.low < BINS:
            values = {value: value for value in range(dimension.low, dimension.high + 1)}
        else:
            continue
        counts[index] = {place: tried.count(value) for place, value in values.items()}
    return EvaluationsInfo(result, shown, counts)


@styled
def draw_evaluations(info: EvaluationsInfo, width: float = 6.3) -> Figure:
    """Draw the evaluated points of each pair of dimensions, and how often each value was tried."""
    if outcomes(info.result).best is None:
        return draw_message(NONE_COMPLETE, width)
    if not info.varying:
        return draw_message(NONE_VARIES, width)
    dimensions = [info.result.space.dimensions[index] for index in info.varying]
    if len(dimensions) == 1:  # scikit-optimize's plot fails on one dimension
        return draw_histogram(histogram_info(info.result, dimensions[0].name), width)

    corner = Corner(width, dimensions, "Evaluated hyper-parameters")
    plot_evaluations(info.result, ax=corner.outer, bins=BINS, cmap=COLOURS, wspace=GAP, hspace=GAP)
    _centre_bars(corner.panels.diagonal(), info)
    corner.dress("trials", FuncFormatter(number), margin=0.06)
    _add_key(corner, n_trials=len(info.result.x_iters))
    return corner.fit()


def _centre_bars(diagonal: np.ndarray, info: EvaluationsInfo) -> None:
    """Draw the bar of each category or small integer over its tick; all to one scale."""
    for axes, index in zip(diagonal, info.varying, strict=True):
        if index in info.counts:
            for bar in list(axes.patches):
                bar.remove()
            counts = info.counts[index]
            axes.bar(list(counts), list(counts.values()), width=0.6)
        for bar in axes.patches:
            bar.set_color(BLUE)
    highest = max(bar.get_height() for axes in diagonal for bar in axes.patches)
    for axes in diagonal:
        axes.set_ylim(0, 1.08 * highest)


def _add_key(corner: Corner, n_trials: int) -> None:
    """Explain colours and star."""
    bar, key = corner.side_axes()
    colours = ScalarMappable(Normalize(0, max(n_trials - 1, 1)), COLOURS)
    scale = corner.figure.colorbar(colours, cax=bar, orientation="horizontal", label="trial")
    scale.locator = MaxNLocator(5, integer=True, steps=[1, 2, 5, 10])
    best = corner.panels[1, 0].collections[-1]
    key.legend([best], ["best trial"], loc="upper center", borderaxespad=0)
