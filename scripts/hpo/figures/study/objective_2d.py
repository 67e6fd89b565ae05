"""The surrogate over two dimensions: scikit-optimize's landscape plot."""

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from scipy.optimize import OptimizeResult
from skopt.plots import plot_objective_2D

from hpo.figures.shared.axes import dress
from hpo.figures.shared.key import add_key
from hpo.figures.shared.labels import ACCURACY, percent, readable
from hpo.figures.shared.partial_dependence import Surface, contour_levels, drawn_by_skopt, surface
from hpo.figures.shared.style import COLOURS, MARK_EDGE, VERMILION, draw_message, new_figure, styled
from hpo.figures.study.objective import NO_SURROGATE


class Objective2DInfo(NamedTuple):
    """What the figure shows."""

    result: OptimizeResult
    dimensions: tuple[int, int]
    """Indices of the dimensions on the x and the y axis."""
    surface: Surface | None
    """None if there is no surrogate."""


def objective_2d_info(result: OptimizeResult, first: str, second: str) -> Objective2DInfo:
    """Compute the partial dependence of the accuracy on two dimensions, named as in the space."""
    x, y = result.space[first][0], result.space[second][0]
    return Objective2DInfo(result, (x, y), surface(result, x, y) if result.models else None)


@styled
def draw_objective_2d(info: Objective2DInfo, width: float = 6.3) -> Figure:
    """Draw the landscape with all trials and the best one, `width` in inches."""
    if info.surface is None:
        return draw_message(NO_SURROGATE, width)

    x, y = (info.result.space.dimensions[index] for index in info.dimensions)
    figure = new_figure(width, 0.68 * width)
    axes = figure.add_subplot()
    with drawn_by_skopt({}, {info.dimensions: info.surface}):
        levels = contour_levels([info.surface])
        plot_objective_2D(info.result, x.name, y.name, levels=levels, ax=axes)
    contour, trials, best = axes.collections
    contour.set_cmap(COLOURS)
    trials.set(sizes=[18], edgecolor=MARK_EDGE, linewidth=0.5, clip_on=False, zorder=3)
    best.set(sizes=[150], facecolor=VERMILION, edgecolor=MARK_EDGE, clip_on=False, zorder=4)
    dress(axes.xaxis, x, 72 * 0.7 * width, 7)
    dress(axes.yaxis, y, 72 * 0.5 * width, 7)
    axes.set(title="Partial dependence")
    axes.set(xlabel=readable(x.name), ylabel=readable(y.name))
    figure.colorbar(contour, ax=axes, format=FuncFormatter(percent), label=ACCURACY)
    add_key(axes, [trials, best], ["trial", "best trial"], 0.75 * width)
    return figure
