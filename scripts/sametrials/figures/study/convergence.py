"""How the search went: the value of each trial, and the best one so far."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.shared.dense import dense, shrunk
from sametrials.figures.shared.key import add_key
from sametrials.figures.shared.labels import whole_numbers
from sametrials.figures.shared.marks import BEST_MARK, MARKS, NAMES, NONE_COMPLETE, name_of_best
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLUE, draw_message, new_figure, styled
from sametrials.study.objective import Objective


class ConvergenceInfo(NamedTuple):
    """What the figure shows."""

    objective: Objective
    values: np.ndarray
    """The value of each trial, by number from 0; nan of one that failed."""
    states: np.ndarray
    """How each trial ended: complete, pruned or failed."""
    incumbents: np.ndarray
    """The best value of a complete trial so far, after each; nan before the first of them."""
    best: int | None
    """Number of the best trial, of equals the first; None if none is complete."""


def convergence_info(trials: StudyTrials) -> ConvergenceInfo:
    """Compute each trial's value and the incumbent's."""
    cost = trials.objective.cost
    costs = np.where(trials.states == "complete", cost(trials.values), np.nan)
    incumbents = cost(np.fmin.accumulate(costs))
    return ConvergenceInfo(trials.objective, trials.values, trials.states, incumbents, trials.best)


@styled
def draw_convergence(info: ConvergenceInfo, width: float = 6.3) -> Figure:
    """Draw the values and the best so far, `width` in inches."""
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    trials = np.arange(len(info.values))
    scale = ObjectiveAxis(info.objective, info.values)
    places = scale.place(info.values)

    figure = new_figure(width, max(0.6 * width, 2.6))
    axes = figure.add_subplot()
    incumbents = scale.place(info.incumbents)
    handles = axes.plot(
        trials, incumbents, drawstyle="steps-post", color=BLUE, zorder=3, label="best so far"
    )
    for state, mark in MARKS.items():
        of_state = info.states == state
        if not of_state.any():
            continue
        if state == "failed":  # no value: on the edge
            y, where = np.full(of_state.sum(), scale.edge), axes.get_xaxis_transform()
        else:
            y, where = places[of_state], axes.transData
        look = mark | {"ls": "none", "transform": where, "label": NAMES[state]}
        look |= {"ms": shrunk(mark["ms"], len(trials))} | dense(len(trials))
        handles += axes.plot(trials[of_state], y, **look)
    name = name_of_best(info.objective, info.values[info.best], info.best)
    look = BEST_MARK | {"ls": "none", "clip_on": False, "label": name}
    handles += axes.plot(info.best, places[info.best], **look)
    axes.set_title("Convergence")
    axes.set_xlabel("trial")
    axes.set_ylabel(scale.label(figure))
    axes.xaxis.set_major_locator(whole_numbers())
    axes.set_xlim(-0.02 * len(trials) - 0.5, 1.02 * len(trials) - 0.5)
    scale.dress(axes)
    axes.grid(True)
    add_key(axes, handles, [handle.get_label() for handle in handles], width)
    return figure
