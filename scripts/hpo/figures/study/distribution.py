"""How accurate the trials of a study are, taken together."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from scipy.optimize import OptimizeResult

from hpo.figures.shared.key import add_key
from hpo.figures.shared.labels import percent
from hpo.figures.shared.objective_axis import ERROR_LABEL, error_floor, set_error_axis
from hpo.figures.shared.outcomes import BEST_MARK, NONE_COMPLETE, name_of_best, outcomes
from hpo.figures.shared.style import BLUE, GREY, draw_message, new_figure, styled


class DistributionInfo(NamedTuple):
    """What the figure shows of the N trials that are complete."""

    accuracies: np.ndarray
    """N validation accuracies, 0 to 1, rising."""
    median: float
    """nan if there are none."""
    best: int | None
    """Number of the best trial; None if there are none."""


def distribution_info(result: OptimizeResult) -> DistributionInfo:
    """Sort the accuracies of the trials that are complete."""
    found = outcomes(result)
    accuracies = np.sort(found.accuracies[found.states == "complete"])
    median = float(np.median(accuracies)) if len(accuracies) else float("nan")
    return DistributionInfo(accuracies, median, found.best)


@styled
def draw_distribution(info: DistributionInfo, width: float = 6.3) -> Figure:
    """Draw the empirical distribution function, `width` in inches."""
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    figure = new_figure(width, max(0.55 * width, 2.6))
    axes = figure.add_subplot()
    axes.set_title("Distribution of the accuracies")
    floor = error_floor(info.accuracies)
    set_distribution_axes(axes, info.accuracies, floor)
    n_trials = len(info.accuracies)
    steps = draw_steps(axes, info.accuracies, floor, color=BLUE)
    median = axes.axvline(max(1 - info.median, floor), color=GREY, lw=0.8, ls=(0, (4, 2)))
    end = max(1 - info.accuracies[-1], floor)
    (best,) = axes.plot(end, 1, **BEST_MARK, ls="none", clip_on=False, zorder=4)
    labels = [
        f"{n_trials} complete trial{'s' if n_trials > 1 else ''}",
        f"median: {100 * info.median:.4g} %",
        name_of_best(info.accuracies[-1], info.best),
    ]
    add_key(axes, [steps, median, best], labels, width)
    return figure


def set_distribution_axes(axes: Axes, accuracies: np.ndarray, floor: float) -> None:
    """Set up axes for distributions of these accuracies."""
    axes.set(xlabel=ERROR_LABEL, ylabel="share of the trials\nthat are not better")
    set_error_axis(axes, np.maximum(1 - accuracies, floor), floor, "x")
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(FuncFormatter(percent))
    axes.grid(True)


def draw_steps(axes: Axes, accuracies: np.ndarray, floor: float, **look) -> Artist:
    """Draw the share of the accuracies, which rise, that are at most x, from 0 to 1."""
    errors = np.maximum(1 - accuracies, floor)
    shares = np.arange(1, len(errors) + 1) / len(errors)
    ends = axes.get_xlim()
    (line,) = axes.plot(
        [ends[0], *errors, ends[1]], [0, *shares, 1], drawstyle="steps-post", **look
    )
    return line
