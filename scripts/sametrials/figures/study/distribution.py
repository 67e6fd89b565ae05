"""How good the trials of a study are, taken together."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.shared.distribution_axes import draw_steps, set_distribution_axes
from sametrials.figures.shared.key import add_key
from sametrials.figures.shared.marks import BEST_MARK, NONE_COMPLETE, name_of_best
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLUE, GREY, draw_message, new_figure, styled
from sametrials.study.objective import Objective


class DistributionInfo(NamedTuple):
    """What the figure shows of the N trials that are complete."""

    objective: Objective
    values: np.ndarray
    """N values, rising."""
    median: float
    """nan if there are none."""
    best: int | None
    """Number of the best trial; None if there are none."""


def distribution_info(trials: StudyTrials) -> DistributionInfo:
    """Sort the values of the trials that are complete."""
    values = np.sort(trials.values[trials.complete])
    median = float(np.median(values)) if len(values) else float("nan")
    return DistributionInfo(trials.objective, values, median, trials.best)


@styled
def draw_distribution(info: DistributionInfo, width: float = 6.3) -> Figure:
    """Draw the empirical distribution function, `width` in inches."""
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    objective, n_trials = info.objective, len(info.values)
    figure = new_figure(width, max(0.55 * width, 2.6))
    axes = figure.add_subplot()
    axes.set_title(f"Distribution of the {objective.label}")
    scale = ObjectiveAxis(objective, info.values)
    set_distribution_axes(axes, scale)
    steps = draw_steps(axes, scale, info.values, color=BLUE)
    median = axes.axvline(scale.place(info.median), color=GREY, lw=0.8, ls=(0, (4, 2)))
    best = objective.best(info.values)
    reached = np.count_nonzero(info.values <= best) / n_trials
    (star,) = axes.plot(scale.place(best), reached, **BEST_MARK, ls="none", clip_on=False, zorder=4)
    labels = [
        f"{n_trials} complete trial{'s' if n_trials > 1 else ''}",
        f"median: {objective.short(info.median, 4)}",
        name_of_best(objective, best, info.best),
    ]
    add_key(axes, [steps, median, star], labels, width)
    return figure
