"""How the search went: each trial's accuracy, and the best one so far."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from scipy.optimize import OptimizeResult

from hpo.figures.accuracy_axis import error_floor, set_error_axis
from hpo.figures.labels import ACCURACY, percent
from hpo.figures.style import BLUE, GREY, SKY, VERMILION, new_figure, styled


class ConvergenceInfo(NamedTuple):
    """What the figure shows."""

    accuracies: list[float]
    """Validation accuracy, 0 to 1, of each trial, in the order of their numbers from 0."""
    states: list[str]
    """How each trial ended: complete, pruned or failed (one that failed has no accuracy)."""
    incumbents: list[float]
    """The best accuracy of a complete trial so far, after each; nan before the first of them."""
    best: int
    """Number of the best trial; of equals the first."""


def convergence_info(result: OptimizeResult) -> ConvergenceInfo:
    """Compute each trial's accuracy and the incumbent's from a result with a complete trial."""
    accuracies = -np.asarray(result.func_vals, dtype=float)
    states = list(result.get("states", ["complete"] * len(accuracies)))
    complete = np.where(np.array(states) == "complete", accuracies, np.nan)
    return ConvergenceInfo(
        accuracies=accuracies.tolist(),
        states=states,
        incumbents=np.fmax.accumulate(complete).tolist(),
        best=int(np.nanargmax(complete)),
    )


LOOKS = {
    "complete": {"marker": "o", "color": SKY, "mew": 0.4, "ms": 4, "label": "one trial"},
    "pruned": {"marker": "v", "color": "none", "mew": 0.6, "ms": 4, "label": "pruned"},
    "failed": {"marker": "x", "mew": 0.9, "ms": 4, "label": "failed"},
}
"""How a trial is drawn that ended in a way."""


@styled
def draw_convergence(info: ConvergenceInfo, width: float = 6.3) -> Figure:
    """Draw the accuracies, `width` in inches.

    The axis is logarithmic in the error: 98 % and 99 % lie as far apart as 80 % and 90 %, and a
    network that has learnt nothing still finds room.
    """
    trials = np.arange(len(info.accuracies))
    states = np.array(info.states)
    floor = error_floor(info.accuracies)
    errors = np.maximum(1 - np.array(info.accuracies), floor)
    incumbents = np.maximum(1 - np.array(info.incumbents), floor)

    figure = new_figure(width, 0.6 * width)
    axes = figure.add_subplot()
    axes.plot(trials, incumbents, drawstyle="steps-post", color=BLUE, label="best so far")
    for state, look in LOOKS.items():
        of_state = states == state
        if not of_state.any():
            continue
        if state == "failed":  # no accuracy: on the lower edge
            y, where = np.full(of_state.sum(), 0.03), axes.get_xaxis_transform()
        else:
            y, where = errors[of_state], axes.transData
        axes.plot(trials[of_state], y, mec=GREY, ls="none", transform=where, **look)
    axes.plot(
        info.best,
        errors[info.best],
        "*",
        color=VERMILION,
        mec="white",
        mew=0.4,
        ms=11,
        ls="none",
        clip_on=False,
        label=f"best: {percent(info.accuracies[info.best])} in trial {info.best}",
    )
    axes.set(title="Convergence", xlabel="trial", ylabel=f"{ACCURACY} (logarithmic in the error)")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_xlim(-0.02 * len(trials) - 0.5, 1.02 * len(trials) - 0.5)
    set_error_axis(axes, errors, floor)
    axes.grid(True)
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=5,
        borderaxespad=0.2,
        columnspacing=0.9,
        handlelength=1.2,
        handletextpad=0.4,
    )
    return figure
