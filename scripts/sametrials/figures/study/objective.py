"""What a surrogate makes of all trials: partial dependence on each dimension and each pair."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sametrials.figures.shared.choice import Choice, choose_dimensions
from sametrials.figures.shared.corner import Corner
from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import in_short
from sametrials.figures.shared.marks import NONE_COMPLETE, NONE_VARIES
from sametrials.figures.shared.partial_dependence import (
    Curve,
    Surface,
    contour_levels,
    curve,
    least_range,
    surface,
    surrogate_of,
)
from sametrials.figures.shared.places import exact_places
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLUE, VERMILION, draw_message, light_is_best, styled
from sametrials.figures.shared.values_text import ValueFormatter
from sametrials.study.objective import Objective

_FONT_SIZE = 9  # points, of the scale of colours


class ObjectiveInfo(NamedTuple):
    """What the figure shows of N trials over D dimensions."""

    objective: Objective
    choice: Choice
    curves: list[Curve]
    """Of each dimension; none if no trial is complete."""
    surfaces: dict[tuple[int, int], Surface]
    """By the places, in the list, of the dimensions on the x and the y axis; x before y."""
    places: np.ndarray
    """N x D: the place of each trial on each axis."""
    best: int | None
    """Number of the best trial; None if none is complete."""


def objective_info(trials: StudyTrials, surrogate: str, seed: int) -> ObjectiveInfo:
    """Compute the partial dependence of the objective on each dimension and pair of dimensions.

    Parameters
    ----------
    trials
        Those of the study.
    surrogate
        The kind of its surrogate.
    seed
        That of the study.
    """
    choice, best = choose_dimensions(trials), trials.best
    shown, curves, surfaces = choice.dimensions, [], {}
    if best is not None and shown:
        fitted = surrogate_of(trials, surrogate, seed)
        curves = [curve(fitted, each) for each in shown]
        surfaces = {
            (x, y): surface(fitted, shown[x], shown[y]) for y in range(len(shown)) for x in range(y)
        }
    places = exact_places(trials, shown)
    return ObjectiveInfo(trials.objective, choice, curves, surfaces, places, best)


@styled
def draw_objective(info: ObjectiveInfo, width: float = 6.3) -> Figure:
    """Draw the partial dependences, `width` in inches, all contours in one scale of colours."""
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    if not info.choice.dimensions:
        return draw_message(NONE_VARIES, width)
    label = in_short(info.objective.label)
    title = f"Partial dependence of the {label}, by a surrogate of all trials"
    corner = Corner(width, info.choice.dimensions, info.choice.titled(title, width))
    levels = contour_levels(info.surfaces.values())
    colours = {"levels": levels, "cmap": light_is_best(info.objective.maximized)}

    def draw_surface(axes: Axes, x: int, y: int) -> None:
        shown = info.surfaces[x, y]
        axes.contourf(shown.x, shown.y, shown.value, **colours)

    corner.draw_pairs(draw_surface)
    marks = corner.mark_trials(info.places, info.best)
    dashes = _draw_curves(corner.panels.diagonal(), info)
    corner.dress(label, ValueFormatter(info.objective), margin=0.0)
    if marks:
        _add_key(corner, info.objective, levels, marks, dashes)
    return corner.fit()


def _draw_curves(diagonal: np.ndarray, info: ObjectiveInfo) -> Artist:
    """Draw the curves to one scale that also holds what hardly changes; dashes mark the best."""
    values = np.concatenate([each.value for each in info.curves])
    values = values[np.isfinite(values)]
    margin = max(0.08 * np.ptp(values), 20 * least_range(values.min(), values.max()))
    for axes, each, best in zip(diagonal, info.curves, info.places[info.best], strict=True):
        axes.plot(each.x, each.value, color=BLUE)
        dashes = axes.axvline(best, color=VERMILION, lw=1, ls="--", clip_on=False)
        axes.set_ylim(values.min() - margin, values.max() + margin)
    return dashes


def _add_key(
    corner: Corner,
    objective: Objective,
    levels: np.ndarray,
    marks: tuple[Artist, Artist],
    dashes: Artist,
) -> None:
    """Explain colours, dots, star and dashes."""
    bar, key = corner.side_axes()
    contour = corner.panels[1, 0].collections[0]
    scale = corner.figure.colorbar(
        contour, cax=bar, orientation="horizontal", label=objective.label
    )
    formatter = ValueFormatter(objective)
    letters = max(map(len, formatter.format_ticks(levels)))
    inches = bar.get_window_extent().width / corner.figure.dpi
    n_ticks = min(4, max(1, int(72 * inches / (LETTER * _FONT_SIZE * (letters + 2)))))
    scale.set_ticks(levels[:: -(-len(levels) // n_ticks)])
    scale.formatter = formatter
    trials, best = marks
    key.legend(
        [trials, (best, dashes)], ["trial", "best trial"], loc="upper center", borderaxespad=0
    )
