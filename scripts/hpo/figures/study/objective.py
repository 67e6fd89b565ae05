"""What the surrogate has learnt: scikit-optimize's plot of the partial dependence."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from scipy.optimize import OptimizeResult
from skopt.plots import plot_objective

from hpo.figures.shared.corner import GAP, Corner
from hpo.figures.shared.labels import ACCURACY, percent
from hpo.figures.shared.partial_dependence import (
    NONE_VARIES,
    Curve,
    Surface,
    contour_levels,
    curve,
    drawn_by_skopt,
    surface,
    varying,
)
from hpo.figures.shared.style import BLUE, COLOURS, VERMILION, draw_message, styled

NO_SURROGATE = (
    "No surrogate: the search ended before a model of the accuracy was fitted,\n"
    "so there is no partial dependence to show."
)


class ObjectiveInfo(NamedTuple):
    """What the figure shows; indices are those of the dimensions in the search space."""

    result: OptimizeResult
    curves: dict[int, Curve]
    """Of each dimension that varies; none if there is no surrogate."""
    surfaces: dict[tuple[int, int], Surface]
    """By the dimensions on the x and the y axis, the former before the latter."""


def objective_info(result: OptimizeResult) -> ObjectiveInfo:
    """Compute the partial dependence of the accuracy on each dimension and pair of dimensions."""
    shown = varying(result) if result.models else []
    return ObjectiveInfo(
        result,
        curves={x: curve(result, x) for x in shown},
        surfaces={(x, y): surface(result, x, y) for x in shown for y in shown if x < y},
    )


@styled
def draw_objective(info: ObjectiveInfo, width: float = 6.3) -> Figure:
    """Draw the partial dependences, `width` in inches, all contours in one scale of colours."""
    if not info.result.models:
        return draw_message(NO_SURROGATE, width)
    if not info.curves:
        return draw_message(NONE_VARIES, width)

    levels = contour_levels(info.surfaces.values())
    dimensions = [info.result.space.dimensions[index] for index in info.curves]
    corner = Corner(
        width, dimensions, "Partial dependence of the accuracy, by a surrogate of all trials"
    )
    with drawn_by_skopt(info.curves, info.surfaces):
        plot_objective(
            info.result, ax=corner.outer, levels=levels, cmap=COLOURS, wspace=GAP, hspace=GAP
        )
    _dress_diagonal(corner.panels.diagonal(), info)
    corner.dress("accuracy", FuncFormatter(percent), margin=0.0)
    if info.surfaces:
        _add_key(corner, levels)
    return corner.fit()


def _dress_diagonal(diagonal: np.ndarray, info: ObjectiveInfo) -> None:
    """Colour the curves, and give them one scale that also holds what hardly changes."""
    values = np.concatenate([curve.accuracy for curve in info.curves.values()])
    margin = max(0.08 * np.ptp(values), 0.002)
    for axes in diagonal:
        dependence, best = axes.lines
        dependence.set_color(BLUE)
        best.set(color=VERMILION, linestyle="--", clip_on=False)
        axes.set_ylim(values.min() - margin, values.max() + margin)


def _add_key(corner: Corner, levels: np.ndarray) -> None:
    """Explain colours, dots, star and dashes."""
    bar, key = corner.side_axes()
    contour = corner.panels[1, 0].collections[0]
    scale = corner.figure.colorbar(contour, cax=bar, orientation="horizontal", label=ACCURACY)
    n_ticks = 4 if corner.figure.get_figwidth() > 5 else 2
    scale.set_ticks(levels[:: -(-len(levels) // n_ticks)])
    scale.formatter = FuncFormatter(percent)
    _, trials, best = corner.panels[1, 0].collections
    dashes = corner.panels[0, 0].lines[-1]
    key.legend(
        [trials, (best, dashes)], ["trial", "best trial"], loc="upper center", borderaxespad=0
    )
