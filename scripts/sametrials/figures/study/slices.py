"""The value of all trials over each dimension by itself."""

import math

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sametrials.figures.shared.axes import dress
from sametrials.figures.shared.dense import dense, shrunk
from sametrials.figures.shared.key import add_key_below
from sametrials.figures.shared.labels import whole_numbers, wrapped
from sametrials.figures.shared.marks import (
    BEST_MARK,
    MARKS,
    NAMES,
    NONE_COMPLETE,
    NONE_VARIES,
    name_of_best,
)
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.places import Places, trial_places
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import COLOURS, GREY, draw_message, new_figure, styled

PANEL = 1.5
"""Least width of a panel, in inches."""


def slices_info(trials: StudyTrials) -> Places:
    """Find the place of each trial on each axis; of a category, the first is on the left."""
    return trial_places(trials)


@styled
def draw_slices(info: Places, width: float = 6.3) -> Figure:
    """Draw a panel for each dimension, in rows as wide as the figure, `width` in inches.

    All have one axis of values.
    """
    if info.trials.best is None:
        return draw_message(NONE_COMPLETE, width)
    if not info.dimensions:
        return draw_message(NONE_VARIES, width)
    n_columns = min(len(info.dimensions), int((width - 0.3) / PANEL))
    n_rows = math.ceil(len(info.dimensions) / n_columns)
    figure = new_figure(width, 1.2 + 1.9 * n_rows)
    panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
    scale = ObjectiveAxis(info.trials.objective, info.trials.values)
    scale.dress(panels[0, 0], length=72 * 1.3)
    values = scale.place(info.trials.values)
    colours = ScalarMappable(Normalize(0, max(len(values) - 1, 1)), COLOURS)
    room = 72 * 0.8 * width / n_columns  # points
    shares = [info.trials.share(dimension.name) for dimension in info.dimensions]
    for place, axes in enumerate(panels.flat):
        if place >= len(info.dimensions):
            axes.set_visible(False)
            continue
        _draw_trials(axes, info.places[:, place], values, scale.edge, info, colours)
        dimension = info.dimensions[place]
        dress(axes.xaxis, dimension, room, 6.5, margin=0.06)
        name = "\n".join(filter(None, [wrapped(dimension.name, room / 4.6), shares[place]]))
        axes.set_xlabel(name, fontsize=7.5)
        axes.grid(True)
    panels[0, 0].set_title(info.choice.titled("Slices", width))
    figure.supylabel(scale.label(figure), fontsize=8)
    place = {"location": "bottom", "shrink": 0.6, "aspect": 30, "pad": 0.02}
    bar = figure.colorbar(colours, ax=panels, label="trial", **place)
    bar.locator = whole_numbers()
    _add_key(figure, info)
    return figure


def _draw_trials(
    axes: Axes,
    places: np.ndarray,
    values: np.ndarray,
    edge: float,
    info: Places,
    colours: ScalarMappable,
) -> None:
    """Draw each trial in the colour of its number; those that failed at the height `edge`."""
    for state, mark in MARKS.items():
        trials = np.flatnonzero(info.trials.states == state)
        size = shrunk(mark["ms"], len(values))
        look = {"s": size**2, "marker": mark["marker"], "clip_on": False, "zorder": 3}
        look |= dense(len(values))
        shades = colours.to_rgba(trials)
        if state == "failed":  # no value
            heights = np.full(len(trials), edge)
            where = axes.get_xaxis_transform()
            axes.scatter(places[trials], heights, color=shades, lw=0.9, transform=where, **look)
        else:
            face, rim = (shades, GREY) if state == "complete" else ("none", shades)
            look |= {"facecolor": face, "edgecolor": rim, "lw": mark["mew"] * size / mark["ms"]}
            axes.scatter(places[trials], values[trials], **look)
    look = BEST_MARK | {"ls": "none", "clip_on": False, "zorder": 4}
    axes.plot(places[info.trials.best], values[info.trials.best], **look)


def _add_key(figure: Figure, info: Places) -> None:
    middle = {"mfc": matplotlib.colormaps[COLOURS](0.5)}
    looks = {"complete": MARKS["complete"] | middle, **{k: MARKS[k] for k in ("pruned", "failed")}}
    present = [state for state in looks if state in info.trials.states]
    handles = [Line2D([], [], **looks[state], ls="none") for state in present]
    handles.append(Line2D([], [], **BEST_MARK, ls="none"))
    labels = [NAMES[state] for state in present]
    value = info.trials.values[info.trials.best]
    labels.append(name_of_best(info.trials.objective, value, info.trials.best))
    add_key_below(figure, handles, labels)
