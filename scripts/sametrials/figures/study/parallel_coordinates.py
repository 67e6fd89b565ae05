"""All trials over all dimensions: an axis for each, and a line for every trial."""

from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedFormatter

from sametrials.figures.shared.axes import dress
from sametrials.figures.shared.key import add_key
from sametrials.figures.shared.labels import shortened, wrapped
from sametrials.figures.shared.marks import (
    BEST_MARK,
    MARKS,
    NAMES,
    NONE_COMPLETE,
    NONE_VARIES,
    name_of_best,
)
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.places import Places, trial_places_by_value
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import (
    DARK_IS_BEST,
    GREY,
    VERMILION,
    draw_message,
    new_figure,
    styled,
)

MOST_LINES = 300
"""Of more trials, the best have a line: others would hide them."""

LOOKS = {
    "complete": {"ls": "-"},
    "pruned": {"ls": (0, (4, 1.5))},
    "failed": MARKS["failed"] | {"ls": (0, (1, 1.2)), "markevery": [-1], "clip_on": False},
}
"""How the line of a trial is drawn that ended in a way; that of a failed one ends in a mark."""


BEST = {"lw": 2.2, "zorder": 4, "path_effects": [withStroke(linewidth=4, foreground="white")]}
"""The best line has a white rim: in a print without colours it is no darker than others."""


def parallel_coordinates_info(trials: StudyTrials) -> Places:
    """Find the place of each trial on each axis; of a category, the highest value is on top."""
    return trial_places_by_value(trials, MOST_LINES)


@styled
def draw_parallel_coordinates(info: Places, width: float = 6.3) -> Figure:
    """Draw the lines, `width` in inches, the better the darker and the later.

    The last axis is that of the objective.
    """
    if info.trials.best is None:
        return draw_message(NONE_COMPLETE, width)
    if not info.dimensions:
        return draw_message(NONE_VARIES, width)
    figure = new_figure(width, max(0.58 * width, 3))
    axes = figure.add_subplot()
    n_dimensions = len(info.dimensions)
    room = 72 * 0.78 * width / n_dimensions  # points from axis to axis
    n_shown, n_trials = len(info.numbers), info.n_trials
    some = f" of the best {n_shown} of {n_trials:,} trials" if n_shown < n_trials else ""
    title = f"Parallel coordinates{some}"
    axes.set_title(info.choice.titled(title, width))
    axes.set_xlim(0, n_dimensions)
    axes.set_ylim(0, 1)
    axes.spines[:].set_visible(False)
    axes.set_yticks([])
    names = [*(dimension.name for dimension in info.dimensions), info.trials.objective.label]
    _name_axes(axes, names, room)

    length = 72 * 0.7 * figure.get_figheight()
    font_size = float(np.clip(room / 6, 4.5, 6.5))
    heights = []
    for column, dimension in enumerate(info.dimensions):
        scale = _new_scale(axes, column / n_dimensions, "left")
        dress(scale.yaxis, dimension, length, font_size)
        scale.tick_params("y", length=2.5)
        if dimension.is_categorical:
            letters = max(2, int((room - 6) / (0.65 * font_size)))
            names = [shortened(category, min(letters, 16)) for category in dimension.names]
            scale.yaxis.set_major_formatter(FixedFormatter(names))
        heights.append(_heights(scale, info.places[:, column]))
    objective_axis = ObjectiveAxis(info.trials.objective, info.trials.values)
    scale = _new_scale(axes, 1, "right")
    objective_axis.dress(scale)
    heights.append(_heights(scale, objective_axis.place(info.trials.values)))
    _draw_lines(axes, np.array(heights), info)
    _add_key(axes, info, width)
    return figure


def _name_axes(axes: Axes, names: list[str], room: float) -> None:
    """Write the name of each axis below it, upright where it does not fit beside the next."""
    texts = [wrapped(name, room / (0.6 * 7.5)) for name in names]
    words = " ".join(texts).split()
    upright = max(map(len, words)) * 0.6 * 7.5 > room
    if upright:
        texts = [wrapped(name, 24) for name in names]
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


def _draw_lines(axes: Axes, heights: np.ndarray, info: Places) -> None:
    """Draw each trial; `heights` is axes x trials, the last axis that of the objective."""
    colours = matplotlib.colormaps[DARK_IS_BEST]
    quality = heights[-1] if info.trials.objective.maximized else 1 - heights[-1]
    for trial in np.argsort(np.nan_to_num(quality, nan=-1), kind="stable"):
        look = LOOKS[info.trials.states[trial]] | {"lw": 0.8}
        if info.trials.states[trial] == "failed":
            _draw_line(axes, heights[:-1, trial], color=GREY, **look)
        elif trial != info.trials.best:
            _draw_line(axes, heights[:, trial], color=colours(quality[trial]), **look)
    _draw_line(axes, heights[:, info.trials.best], color=VERMILION, **BEST)
    end = heights.shape[0] - 1
    axes.plot(end, heights[-1, info.trials.best], **BEST_MARK, ls="none", zorder=5, clip_on=False)


def _draw_line(axes: Axes, heights: np.ndarray, **look: Any) -> None:
    """Draw a line over the axes, dotted and thin past those where its trial has no value."""
    exists = np.flatnonzero(np.isfinite(heights))
    for before, after in pairwise(exists):
        if after > before + 1:
            ends = [before, after]
            axes.plot(ends, heights[ends], color=look["color"], lw=0.8, ls=":", zorder=2)
    axes.plot(heights, **look)


def _add_key(axes: Axes, info: Places, width: float) -> None:
    middle = matplotlib.colormaps[DARK_IS_BEST](0.7)
    colours = {"complete": middle, "pruned": middle, "failed": GREY}
    present = [state for state in LOOKS if state in info.trials.states]
    handles = [Line2D([], [], color=colours[state], lw=0.8, **LOOKS[state]) for state in present]
    handles.append(Line2D([], [], lw=2.2, **BEST_MARK))
    labels = [NAMES[state] for state in present]
    value = info.trials.values[info.trials.best]
    best = int(info.numbers[info.trials.best])
    labels.append(name_of_best(info.trials.objective, value, best))
    add_key(axes, handles, labels, width)
