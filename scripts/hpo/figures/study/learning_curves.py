"""How the trials learnt: the accuracy of each after every epoch."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hpo.figures.shared.key import add_key
from hpo.figures.shared.labels import whole_numbers
from hpo.figures.shared.objective_axis import error_axis_label, error_floor, set_error_axis
from hpo.figures.shared.outcomes import (
    BEST_MARK,
    MARKS,
    NAMES,
    NONE_COMPLETE,
    best_complete,
    name_of_best,
)
from hpo.figures.shared.style import GREY, SKY, draw_message, new_figure, styled

LOOKS = {
    "complete": MARKS["complete"] | {"color": SKY, "lw": 0.8, "ms": 2.5},
    "pruned": MARKS["pruned"] | {"color": GREY, "lw": 0.8, "ms": 3.5, "ls": (0, (4, 1.5))},
    "failed": MARKS["failed"] | {"color": GREY, "lw": 0.8, "ms": 3.5, "ls": (0, (1, 1.2))},
}
"""How the curve of a trial is drawn that ended in a way, with the mark of that at its end."""

BEST = BEST_MARK | {"lw": 2.2, "zorder": 4}


class LearningCurvesInfo(NamedTuple):
    """What the figure shows of the N trials that finished an epoch, in the order of their numbers.

    A trial that failed before that has no curve.
    """

    trials: list[int]
    """Their numbers."""
    states: list[str]
    """How each ended: complete, pruned or failed."""
    curves: list[np.ndarray]
    """Validation accuracy, 0 to 1, of each after its first epoch, its second, ..."""
    best: int | None
    """Place of the best trial in these lists; None if none is complete."""
    best_accuracy: float
    """Its accuracy, nan if there is none."""


def learning_curves_info(trials: pd.DataFrame, curves: pd.DataFrame) -> LearningCurvesInfo:
    """Put the curves of trials.csv and learning_curves.csv together."""
    ended = trials.set_index("trial").sort_index()
    shown = {trial: curve for trial, curve in curves.groupby("trial") if trial in ended.index}
    ended = ended.loc[list(shown)]
    states, accuracies = ended["state"].to_numpy(dtype=str), ended["accuracy"].to_numpy(dtype=float)
    best = best_complete(accuracies, states)
    return LearningCurvesInfo(
        trials=list(shown),
        states=states.tolist(),
        curves=[curve.sort_values("epoch")["val_accuracy"].to_numpy() for curve in shown.values()],
        best=best,
        best_accuracy=float("nan") if best is None else float(accuracies[best]),
    )


@styled
def draw_learning_curves(info: LearningCurvesInfo, width: float = 6.3) -> Figure:
    """Draw the curves, `width` in inches, the best one on top.

    The axis is logarithmic in the error, as that of the convergence.
    """
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    accuracies = np.concatenate(info.curves)
    floor = error_floor(accuracies)
    figure = new_figure(width, max(0.6 * width, 2.6))
    axes = figure.add_subplot()
    for place, (state, curve) in enumerate(zip(info.states, info.curves, strict=True)):
        look = BEST if place == info.best else LOOKS[state]
        epochs = np.arange(1, len(curve) + 1)
        axes.plot(epochs, np.maximum(1 - curve, floor), markevery=[-1], clip_on=False, **look)
    longest = max(map(len, info.curves))
    axes.set_title("Learning curves")
    axes.set_xlabel("epoch")
    axes.set_xlim(1 - 0.03 * longest, longest + 0.03 * longest)
    axes.xaxis.set_major_locator(whole_numbers())
    axes.set_ylabel(error_axis_label(figure))
    set_error_axis(axes, np.maximum(1 - accuracies, floor), floor)
    axes.grid(True)
    present = [state for state in LOOKS if state in info.states]
    handles = [Line2D([], [], **look) for look in (*(LOOKS[state] for state in present), BEST)]
    labels = [NAMES[state] for state in present]
    labels.append(name_of_best(info.best_accuracy, info.trials[info.best]))
    add_key(axes, handles, labels, width)
    return figure
