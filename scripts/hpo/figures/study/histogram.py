"""How often each value of a dimension was tried: scikit-optimize's histogram, put in order."""

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from scipy.optimize import OptimizeResult
from skopt.plots import plot_histogram
from skopt.space import Categorical

from hpo.figures.shared.axes import dress
from hpo.figures.shared.labels import readable, shortened
from hpo.figures.shared.style import BLUE, draw_message, new_figure, styled


class HistogramInfo(NamedTuple):
    """What the figure shows."""

    result: OptimizeResult
    dimension: str
    counts: dict
    """Of a categorical dimension: category to number of trials, zero included; else empty."""


def histogram_info(result: OptimizeResult, dimension: str) -> HistogramInfo:
    """Count the trials of each category of a dimension, named as in the search space."""
    index, found = result.space[dimension]
    tried = [point[index] for point in result.x_iters]
    categories = found.categories if isinstance(found, Categorical) else ()
    return HistogramInfo(
        result, dimension, {category: tried.count(category) for category in categories}
    )


@styled
def draw_histogram(info: HistogramInfo, width: float = 6.3) -> Figure:
    """Draw the counts, `width` in inches; of categories also those that were never tried."""
    if not info.result.x_iters:
        return draw_message("There is no trial in this study.", width)
    index, dimension = info.result.space[info.dimension]
    figure = new_figure(width, max(0.55 * width, 2.6))
    axes = figure.add_subplot()
    plot_histogram(info.result, info.dimension, ax=axes)
    for bar in axes.patches:
        bar.set(facecolor=BLUE, edgecolor="white", linewidth=0.4)
    if info.counts:
        tried = dict.fromkeys(point[index] for point in info.result.x_iters)
        _order_bars(axes, tried, list(info.counts))
        _count(axes, info.counts)
    else:
        dress(axes.xaxis, dimension, 72 * 0.85 * width, 7, margin=0.01)
    name = readable(info.dimension)
    axes.set(title=f"Trials by {name}", xlabel=name, ylabel="trials")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_ylim(0, 1.16 * max(bar.get_height() for bar in axes.patches))
    axes.grid(axis="y")
    return figure


def _order_bars(axes, tried, categories: list) -> None:
    """Move the bars, which are in order of first trial, to their categories' places."""
    for bar, category in zip(axes.patches, tried, strict=True):
        bar.set_width(0.6)
        bar.set_x(categories.index(category) - 0.3)
    letters = int(4.8 * axes.figure.get_figwidth())  # 30 at full width
    long = max(len(str(category)) for category in categories) * len(categories) > 2.5 * letters
    names = [shortened(category, letters) for category in categories]
    axes.set_xticks(range(len(names)), names)
    if long:
        for label in axes.get_xticklabels():
            label.set(rotation=35, ha="right", rotation_mode="anchor")
    axes.tick_params("x", length=0)
    axes.set_xlim(-0.5, len(categories) - 0.5)


def _count(axes, counts: dict) -> None:
    """Write each count over its bar."""
    for place, count in enumerate(counts.values()):
        axes.annotate(
            str(count),
            (place, count),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=7,
        )
