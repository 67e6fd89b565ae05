"""All trials over all dimensions: an axis for each, and a line for every trial."""

from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedFormatter
from scipy.optimize import OptimizeResult
from skopt.space import Categorical, Dimension

from hpo.figures.accuracy_axis import error_floor, set_error_axis
from hpo.figures.axes import dress
from hpo.figures.key import LETTER, add_key
from hpo.figures.labels import ACCURACY, shortened, wrapped
from hpo.figures.outcomes import (
    BEST_MARK,
    MARKS,
    NAMES,
    NONE_COMPLETE,
    name_of_best,
    outcomes,
)
from hpo.figures.style import DARK_IS_BEST, GREY, VERMILION, draw_message, new_figure, styled
from hpo.figures.surrogate import NONE_VARIES, varying

SPREAD = 0.6
"""How wide the trials of a category are spread, so that their lines can be told apart; 1 reaches
the next category."""

LOOKS = {
    "complete": {"ls": "-"},
    "pruned": {"ls": (0, (4, 1.5))},
    "failed": MARKS["failed"] | {"ls": (0, (1, 1.2)), "markevery": [-1], "clip_on": False},
}
"""How the line of a trial is drawn that ended in a way; that of a failed one ends in a mark."""


BEST = {"lw": 2.2, "zorder": 4, "path_effects": [withStroke(linewidth=4, foreground="white")]}
"""The best line has a white rim: in a print without colours it is no darker than others."""


class ParallelCoordinatesInfo(NamedTuple):
    """What the figure shows of N trials and D dimensions, those that vary."""

    dimensions: list[Dimension]
    places: np.ndarray
    """N x D: the place of each trial on each axis; a category's is near its index."""
    accuracies: np.ndarray
    """N validation accuracies, 0 to 1; nan of a trial that failed."""
    states: np.ndarray
    """N of complete, pruned and failed."""
    best: int | None
    """Number of the best trial that is complete; None if none is."""


def parallel_coordinates_info(result: OptimizeResult) -> ParallelCoordinatesInfo:
    """Find the place of each trial on each axis."""
    accuracies, states, best = outcomes(result)
    shown = varying(result)
    dimensions = [result.space.dimensions[index] for index in shown]
    places = np.empty((len(accuracies), len(shown)))
    for column, (index, dimension) in enumerate(zip(shown, dimensions, strict=True)):
        values = [point[index] for point in result.x_iters]
        if isinstance(dimension, Categorical):
            values = _spread([dimension.categories.index(value) for value in values], accuracies)
        places[:, column] = values
    return ParallelCoordinatesInfo(dimensions, places, accuracies, states, best)


def _spread(categories: list[int], accuracies: np.ndarray) -> np.ndarray:
    """Set the trials of a category side by side, worst (or failed) first."""
    places = np.array(categories, dtype=float)
    for category in set(categories):
        trials = np.flatnonzero(places == category)
        trials = trials[np.argsort(np.nan_to_num(accuracies[trials], nan=-1), kind="stable")]
        steps = (np.arange(len(trials)) + 0.5) / len(trials) - 0.5
        places[trials] += SPREAD * steps
    return places


@styled
def draw_parallel_coordinates(info: ParallelCoordinatesInfo, width: float = 6.3) -> Figure:
    """Draw the lines, `width` in inches, the better the darker and the later.

    The last axis is that of the accuracy, logarithmic in the error.
    """
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    if not info.dimensions:
        return draw_message(NONE_VARIES, width)
    figure = new_figure(width, max(0.58 * width, 3))
    axes = figure.add_subplot()
    n_dimensions = len(info.dimensions)
    room = 72 * 0.78 * width / n_dimensions  # points from axis to axis
    axes.set_title("Parallel coordinates")
    axes.set_xlim(0, n_dimensions)
    axes.set_ylim(0, 1)
    axes.spines[:].set_visible(False)
    axes.set_yticks([])
    _name_axes(axes, [dimension.name for dimension in info.dimensions], room)

    length = 72 * 0.7 * figure.get_figheight()
    font_size = float(np.clip(room / 6, 4.5, 6.5))
    heights = []
    for column, dimension in enumerate(info.dimensions):
        scale = _new_scale(axes, column / n_dimensions, "left")
        dress(scale.yaxis, dimension, length, font_size)
        scale.tick_params("y", length=2.5)
        if isinstance(dimension, Categorical):
            letters = max(2, int((room - 6) / (LETTER * font_size)))
            names = [shortened(category, min(letters, 16)) for category in dimension.categories]
            scale.yaxis.set_major_formatter(FixedFormatter(names))
        heights.append(_heights(scale, info.places[:, column]))
    scale = _new_scale(axes, 1, "right")
    floor = error_floor(info.accuracies)
    errors = np.maximum(1 - info.accuracies, floor)
    set_error_axis(scale, errors[info.states != "failed"], floor)
    heights.append(_heights(scale, errors))
    _draw_lines(axes, np.array(heights), info)
    _add_key(axes, info, width)
    return figure


def _name_axes(axes: Axes, names: list[str], room: float) -> None:
    """Write the name of each axis below it, upright where it does not fit beside the next."""
    texts = [wrapped(name, room / (0.6 * 7.5)) for name in [*names, ACCURACY]]
    words = " ".join(texts).split()
    upright = max(map(len, words)) * 0.6 * 7.5 > room
    if upright:
        texts = [wrapped(name, 24) for name in [*names, ACCURACY]]
    axes.set_xticks(range(len(texts)), texts, rotation=90 if upright else 0, fontsize=7.5)
    axes.tick_params("x", length=0, pad=8)


def _new_scale(axes: Axes, place: float, side: str) -> Axes:
    """Add an upright axis at a place, 0 to 1, whose labels are on one side of it."""
    scale = axes.twinx()
    scale.spines[:].set_visible(False)
    spine = scale.spines[side]
    spine.set_visible(True)
    spine.set_position(("axes", place))
    scale.yaxis.set_ticks_position(side)
    background = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.4}
    for label in scale.get_yticklabels():
        label.set_bbox(background)
    return scale


def _heights(scale: Axes, places: np.ndarray) -> np.ndarray:
    """Find how high, 0 to 1, places on an axis are."""
    points = np.column_stack([np.zeros(len(places)), places])
    return (scale.transScale + scale.transLimits).transform(points)[:, 1]


def _draw_lines(axes: Axes, heights: np.ndarray, info: ParallelCoordinatesInfo) -> None:
    """Draw each trial; `heights` is axes x trials, the last axis that of the accuracy."""
    colours = matplotlib.colormaps[DARK_IS_BEST]
    for trial in np.argsort(np.nan_to_num(heights[-1], nan=-1), kind="stable"):
        look = LOOKS[info.states[trial]] | {"lw": 0.8}
        if info.states[trial] == "failed":
            axes.plot(heights[:-1, trial], color=GREY, **look)
        elif trial != info.best:
            axes.plot(heights[:, trial], color=colours(heights[-1, trial]), **look)
    axes.plot(heights[:, info.best], color=VERMILION, **BEST)
    end = heights.shape[0] - 1
    axes.plot(end, heights[-1, info.best], **BEST_MARK, ls="none", zorder=5, clip_on=False)


def _add_key(axes: Axes, info: ParallelCoordinatesInfo, width: float) -> None:
    middle = matplotlib.colormaps[DARK_IS_BEST](0.7)
    colours = {"complete": middle, "pruned": middle, "failed": GREY}
    present = [state for state in LOOKS if state in info.states]
    handles = [Line2D([], [], color=colours[state], lw=0.8, **LOOKS[state]) for state in present]
    handles.append(Line2D([], [], lw=2.2, **BEST_MARK))
    labels = [NAMES[state] for state in present]
    labels.append(name_of_best(info.accuracies[info.best], info.best))
    add_key(axes, handles, labels, width)
