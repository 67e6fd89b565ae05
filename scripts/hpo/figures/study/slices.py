"""The accuracy of all trials over each dimension by itself."""

import math

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from scipy.optimize import OptimizeResult

from hpo.figures.shared.axes import dress
from hpo.figures.shared.key import add_key_below
from hpo.figures.shared.labels import whole_numbers, wrapped
from hpo.figures.shared.objective_axis import error_axis_label, error_floor, set_error_axis
from hpo.figures.shared.outcomes import BEST_MARK, MARKS, NAMES, NONE_COMPLETE, name_of_best
from hpo.figures.shared.partial_dependence import NONE_VARIES
from hpo.figures.shared.places import Places, trial_places
from hpo.figures.shared.style import COLOURS, GREY, draw_message, new_figure, styled

PANEL = 1.5
"""Least width of a panel, in inches."""


def slices_info(result: OptimizeResult) -> Places:
    """Find the place of each trial on each axis; of a category, the first is on the left."""
    return trial_places(result)


@styled
def draw_slices(info: Places, width: float = 6.3) -> Figure:
    """Draw a panel for each dimension, in rows as wide as the figure, `width` in inches.

    All have one axis of accuracies, logarithmic in the error.
    """
    if info.outcomes.best is None:
        return draw_message(NONE_COMPLETE, width)
    if not info.dimensions:
        return draw_message(NONE_VARIES, width)
    n_columns = min(len(info.dimensions), int((width - 0.3) / PANEL))
    n_rows = math.ceil(len(info.dimensions) / n_columns)
    figure = new_figure(width, 1.2 + 1.9 * n_rows)
    panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
    floor = error_floor(info.outcomes.accuracies)
    errors = np.maximum(1 - info.outcomes.accuracies, floor)
    set_error_axis(panels[0, 0], errors[info.outcomes.states != "failed"], floor)
    colours = ScalarMappable(Normalize(0, max(len(errors) - 1, 1)), COLOURS)
    room = 72 * 0.8 * width / n_columns  # points
    for place, axes in enumerate(panels.flat):
        if place >= len(info.dimensions):
            axes.set_visible(False)
            continue
        _draw_trials(axes, info.places[:, place], errors, info, colours)
        dimension = info.dimensions[place]
        dress(axes.xaxis, dimension, room, 6.5, margin=0.06)
        axes.set_xlabel(wrapped(dimension.name, room / 4.6), fontsize=7.5)
        axes.grid(True)
    panels[0, 0].set_title("Slices")
    figure.supylabel(error_axis_label(figure), fontsize=8)
    place = {"location": "bottom", "shrink": 0.6, "aspect": 30, "pad": 0.02}
    bar = figure.colorbar(colours, ax=panels, label="trial", **place)
    bar.locator = whole_numbers()
    _add_key(figure, info)
    return figure


def _draw_trials(
    axes: Axes, places: np.ndarray, errors: np.ndarray, info: Places, colours: ScalarMappable
) -> None:
    """Draw each trial in the colour of its number; those that failed on the lower edge."""
    for state, mark in MARKS.items():
        trials = np.flatnonzero(info.outcomes.states == state)
        look = {"s": mark["ms"] ** 2, "marker": mark["marker"], "clip_on": False, "zorder": 3}
        shades = colours.to_rgba(trials)
        if state == "failed":  # no accuracy
            heights = np.full(len(trials), 0.03)
            where = axes.get_xaxis_transform()
            axes.scatter(places[trials], heights, color=shades, lw=0.9, transform=where, **look)
        else:
            face, edge = (shades, GREY) if state == "complete" else ("none", shades)
            look |= {"facecolor": face, "edgecolor": edge, "lw": mark["mew"]}
            axes.scatter(places[trials], errors[trials], **look)
    look = BEST_MARK | {"ls": "none", "clip_on": False, "zorder": 4}
    axes.plot(places[info.outcomes.best], errors[info.outcomes.best], **look)


def _add_key(figure: Figure, info: Places) -> None:
    middle = {"mfc": matplotlib.colormaps[COLOURS](0.5)}
    looks = {"complete": MARKS["complete"] | middle, **{k: MARKS[k] for k in ("pruned", "failed")}}
    present = [state for state in looks if state in info.outcomes.states]
    handles = [Line2D([], [], **looks[state], ls="none") for state in present]
    handles.append(Line2D([], [], **BEST_MARK, ls="none"))
    labels = [NAMES[state] for state in present]
    labels.append(name_of_best(info.outcomes.accuracies[info.outcomes.best], info.outcomes.best))
    add_key_below(figure, handles, labels)
