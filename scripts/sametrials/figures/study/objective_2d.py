"""What a surrogate makes of all trials: partial dependence on two dimensions."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.shared.axes import dress
from sametrials.figures.shared.dense import dense, shrunk
from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.key import add_key
from sametrials.figures.shared.labels import readable
from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.shared.partial_dependence import (
    Surface,
    contour_levels,
    surface,
    surrogate_of,
)
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import (
    BLACK,
    MARK_EDGE,
    VERMILION,
    draw_message,
    light_is_best,
    new_figure,
    styled,
)
from sametrials.figures.shared.values_text import ValueFormatter
from sametrials.study.objective import Objective


class Objective2DInfo(NamedTuple):
    """What the figure shows of N trials."""

    objective: Objective
    x: Dimension
    y: Dimension
    x_places: np.ndarray
    """N places on the x axis,"""
    y_places: np.ndarray
    """and on the y axis."""
    best: int | None
    """Number of the best trial; None if none is complete."""
    surface: Surface | None
    """None if no trial is complete."""


def objective_2d_info(
    trials: StudyTrials, first: str, second: str, surrogate: str, seed: int
) -> Objective2DInfo:
    """Compute the partial dependence of the objective on two dimensions.

    Parameters
    ----------
    trials
        Those of the study.
    first, second
        The dimensions on the x and the y axis, named as in the search space.
    surrogate
        The kind of the study's surrogate.
    seed
        That of the study.
    """
    x, y = trials.dimension(first), trials.dimension(second)
    found = None
    if trials.best is not None:
        found = surface(surrogate_of(trials, surrogate, seed), x, y)
    return Objective2DInfo(
        trials.objective,
        x,
        y,
        x_places=x.places(trials.column(first)),
        y_places=y.places(trials.column(second)),
        best=trials.best,
        surface=found,
    )


@styled
def draw_objective_2d(info: Objective2DInfo, width: float = 6.3) -> Figure:
    """Draw the landscape with all trials and the best one, `width` in inches."""
    if info.surface is None:
        return draw_message(NONE_COMPLETE, width)
    if np.isnan(info.surface.value).all():
        names = f"{readable(info.x.name)} and {readable(info.y.name)}"
        return draw_message(f"The conditions of {names} exclude each other.", width)
    figure = new_figure(width, 0.68 * width)
    axes = figure.add_subplot()
    colours = light_is_best(info.objective.maximized)
    levels = contour_levels([info.surface])
    contour = axes.contourf(
        info.surface.x, info.surface.y, info.surface.value, levels=levels, cmap=colours
    )
    marks = {"edgecolor": MARK_EDGE, "clip_on": False}
    n_trials = len(info.x_places)
    size = shrunk(18**0.5, n_trials)
    look = {"s": size**2, "c": BLACK, "lw": 0.12 * size, "zorder": 3} | dense(n_trials)
    trials = axes.scatter(info.x_places, info.y_places, **look, **marks)
    best = axes.scatter(
        info.x_places[info.best],
        info.y_places[info.best],
        **(marks | {"s": 150, "c": VERMILION, "marker": "*", "lw": 1, "zorder": 4}),
    )
    dress(axes.xaxis, info.x, 72 * 0.7 * width, 7)
    dress(axes.yaxis, info.y, 72 * 0.5 * width, 7)
    axes.set(title="Partial dependence")
    axes.set(xlabel=readable(info.x.name), ylabel=readable(info.y.name))
    figure.colorbar(
        contour, ax=axes, format=ValueFormatter(info.objective), label=info.objective.label
    )
    add_key(axes, [trials, best], ["trial", "best trial"], 0.75 * width)
    return figure
