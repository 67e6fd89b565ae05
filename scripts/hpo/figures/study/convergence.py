"""How the search went: each trial's accuracy, and the best one so far."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from scipy.optimize import OptimizeResult

from hpo.figures.shared.key import add_key
from hpo.figures.shared.labels import whole_numbers
from hpo.figures.shared.objective_axis import error_axis_label, error_floor, set_error_axis
from hpo.figures.shared.outcomes import (
    BEST_MARK,
    MARKS,
    NAMES,
    NONE_COMPLETE,
    name_of_best,
    outcomes,
)
from hpo.figures.shared.style import BLUE, draw_message, new_figure, styled


class ConvergenceInfo(NamedTuple):
    """What the figure shows."""

    accuracies: list[float]
    """Validation accuracy, 0 to 1, of each trial, by number from 0; nan of one that failed."""
    states: list[str]
    """How each trial ended: complete, pruned or failed."""
    incumbents: list[float]
    """The best accuracy of a complete trial so far, after each; nan before the first of them."""
    best: int | None
    """Number of the best trial, of equals the first; None if none is complete."""


def convergence_info(result: OptimizeResult) -> ConvergenceInfo:
    """Compute each trial's accuracy and the incumbent's."""
    accuracies, states, best = outcomes(result)
    complete = np.where(states == "complete", accuracies, np.nan)
    return ConvergenceInfo(
        accuracies=accuracies.tolist(),
        states=states.tolist(),
        incumbents=np.fmax.accumulate(complete).tolist(),
        best=best,
    )


@styled
def draw_convergence(info: ConvergenceInfo, width: float = 6.3) -> Figure:
    """Draw the accuracies, `width` in inches.

    The axis is logarithmic in the error: 98 % and 99 % lie as far apart as 80 % and 90 %, and a
    network that has learnt nothing still finds room.
    """
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    accuracies, states = np.array(info.accuracies), np.array(info.states)
    trials = np.arange(len(accuracies))
    floor = error_floor(accuracies)
    errors = np.maximum(1 - accuracies, floor)
    incumbents = np.maximum(1 - np.array(info.incumbents), floor)

    figure = new_figure(width, max(0.6 * width, 2.6))
    axes = figure.add_subplot()
    handles = axes.plot(trials, incumbents, drawstyle="steps-post", color=BLUE, label="best so far")
    for state, mark in MARKS.items():
        of_state = states == state
        if not of_state.any():
            continue
        if state == "failed":  # no accuracy: on the lower edge
            y, where = np.full(of_state.sum(), 0.03), axes.get_xaxis_transform()
        else:
            y, where = errors[of_state], axes.transData
        look = mark | {"ls": "none", "transform": where, "label": NAMES[state]}
        handles += axes.plot(trials[of_state], y, **look)
    name = name_of_best(accuracies[info.best], info.best)
    look = BEST_MARK | {"ls": "none", "clip_on": False, "label": name}
    handles += axes.plot(info.best, errors[info.best], **look)
    axes.set_title("Convergence")
    axes.set_xlabel("trial")
    axes.set_ylabel(error_axis_label(figure))
    axes.xaxis.set_major_locator(whole_numbers())
    axes.set_xlim(-0.02 * len(trials) - 0.5, 1.02 * len(trials) - 0.5)
    set_error_axis(axes, errors[states != "failed"], floor)
    axes.grid(True)
    add_key(axes, handles, [handle.get_label() for handle in handles], width)
    return figure
