"""How the trials learnt: the value of the objective after every epoch."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sametrials.figures.shared.key import add_key
from sametrials.figures.shared.labels import whole_numbers
from sametrials.figures.shared.marks import BEST_MARK, MARKS, NAMES, NONE_COMPLETE, name_of_best
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLUE, GREY, SKY, draw_message, new_figure, styled
from sametrials.study.objective import Objective

LOOKS = {
    "complete": MARKS["complete"] | {"color": SKY, "lw": 0.8, "ms": 2.5},
    "pruned": MARKS["pruned"] | {"color": GREY, "lw": 0.8, "ms": 3.5, "ls": (0, (4, 1.5))},
    "failed": MARKS["failed"] | {"color": GREY, "lw": 0.8, "ms": 3.5, "ls": (0, (1, 1.2))},
}
"""How the curve of a trial is drawn that ended in a way, with the mark of that at its end."""

MOST_CURVES = 200
"""More trials are drawn as bands."""

PERCENTILES = (5, 25, 50, 75, 95)
"""Where the bands of many trials end, and the line in their middle."""

Key = tuple[list[Artist], list[str]]
"""Handles and labels."""

BEST = BEST_MARK | {"lw": 2.2, "zorder": 4}


class LearningCurvesInfo(NamedTuple):
    """What the figure shows of the N trials that finished an epoch, in the order of their numbers.

    A trial that failed before that has no curve.
    """

    objective: Objective
    trials: list[int]
    """Their numbers."""
    states: list[str]
    """How each ended: complete, pruned or failed."""
    curves: list[np.ndarray]
    """The value of each after its first epoch, its second, ...; nan if it was not finite."""
    marked: list[int]
    """The place in each curve of the epoch whose value counts; of a failed trial, its last one."""
    best: int | None
    """Place of the best trial in these lists; None if none is complete."""
    best_value: float
    """Its value, nan if there is none."""


def learning_curves_info(trials: StudyTrials, learning_curves: pd.DataFrame) -> LearningCurvesInfo:
    """Find the curve of each trial in learning_curves.csv."""
    objective = trials.objective
    shown = {
        int(number): curve.sort_values("epoch")[objective.metric].to_numpy(dtype=float)
        for number, curve in learning_curves.groupby("trial")
    }
    states = [str(trials.states[number]) for number in shown]
    return LearningCurvesInfo(
        objective,
        trials=list(shown),
        states=states,
        curves=list(shown.values()),
        marked=[
            _last(curve) if state == "failed" else objective.step_that_counts(curve)
            for curve, state in zip(shown.values(), states, strict=True)
        ],
        best=list(shown).index(trials.best) if trials.best in shown else None,
        best_value=float("nan") if trials.best is None else float(trials.values[trials.best]),
    )


def _last(curve: np.ndarray) -> int:
    """Find the last epoch whose value is a number."""
    known = np.flatnonzero(np.isfinite(curve))
    return int(known[-1]) if len(known) else len(curve) - 1


@styled
def draw_learning_curves(info: LearningCurvesInfo, width: float = 6.3) -> Figure:
    """Draw the curves, `width` in inches, the best one on top."""
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    scale = ObjectiveAxis(info.objective, np.concatenate(info.curves))
    figure = new_figure(width, max(0.6 * width, 2.6))
    axes = figure.add_subplot()
    if len(info.curves) > MOST_CURVES:
        handles, labels = _draw_bands(axes, info, scale)
    else:
        handles, labels = _draw_curves(axes, info, scale)
    best = info.curves[info.best]
    axes.plot(
        np.arange(1, len(best) + 1),
        scale.place(best),
        markevery=[info.marked[info.best]],
        clip_on=False,
        **BEST,
    )
    longest = max(map(len, info.curves))
    axes.set_title("Learning curves")
    axes.set_xlabel("epoch")
    axes.set_xlim(1 - 0.03 * longest, longest + 0.03 * longest)
    axes.xaxis.set_major_locator(whole_numbers())
    axes.set_ylabel(scale.label(figure))
    scale.dress(axes)
    axes.grid(True)
    handles.append(Line2D([], [], **BEST))
    labels.append(name_of_best(info.objective, info.best_value, info.trials[info.best]))
    add_key(axes, handles, labels, width)
    return figure


def _draw_curves(axes: Axes, info: LearningCurvesInfo, scale: ObjectiveAxis) -> Key:
    """Draw a curve for each trial but the best; returns what a key says of them."""
    for place, (state, curve) in enumerate(zip(info.states, info.curves, strict=True)):
        if place != info.best:
            epochs, marked = np.arange(1, len(curve) + 1), [info.marked[place]]
            axes.plot(epochs, scale.place(curve), markevery=marked, clip_on=False, **LOOKS[state])
    present = [state for state in LOOKS if state in info.states]
    return [Line2D([], [], **LOOKS[state]) for state in present], [NAMES[each] for each in present]


def _draw_bands(axes: Axes, info: LearningCurvesInfo, scale: ObjectiveAxis) -> Key:
    """Draw where the values of the complete trials lie after each epoch; returns their key."""
    curves = [
        curve for curve, state in zip(info.curves, info.states, strict=True) if state == "complete"
    ]
    longest = max(map(len, curves))
    table = np.full((len(curves), longest), np.nan)
    for row, curve in zip(table, curves, strict=True):
        row[: len(curve)] = curve
    known = np.isfinite(table).any(axis=0)
    epochs = np.arange(1, longest + 1)[known]
    table = scale.place(np.nanpercentile(table[:, known], PERCENTILES, axis=0))
    low, lower, middle, upper, high = table
    look = {"color": SKY, "lw": 0}
    handles = [
        axes.fill_between(epochs, low, high, alpha=0.3, **look),
        axes.fill_between(epochs, lower, upper, alpha=0.6, **look),
        *axes.plot(epochs, middle, color=BLUE),
    ]
    return handles, [f"90 % of {len(curves):,} complete trials", "50 %", "median"]
