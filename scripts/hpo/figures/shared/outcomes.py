"""How the trials of a study ended, and how each kind of ending is marked."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import OptimizeResult

from hpo.figures.shared.labels import percent
from hpo.figures.shared.style import GREY, SKY, VERMILION

NONE_COMPLETE = "No trial of this study is complete, so there is nothing to show."

MARKS = {
    "complete": {"marker": "o", "mfc": SKY, "mec": GREY, "mew": 0.4, "ms": 4},
    "pruned": {"marker": "v", "mfc": "none", "mec": GREY, "mew": 0.6, "ms": 4},
    "failed": {"marker": "x", "mec": GREY, "mew": 0.9, "ms": 4},
}
"""How a trial is marked that ended in a way: keywords of `Axes.plot`."""

NAMES = {"complete": "one trial", "pruned": "pruned", "failed": "failed"}
"""What a key calls these marks."""

BEST_MARK = {"marker": "*", "color": VERMILION, "mec": "white", "mew": 0.4, "ms": 11}
"""How the best trial is marked."""


class Outcomes(NamedTuple):
    """How N trials ended, in the order of their numbers, which begin at 0."""

    accuracies: np.ndarray
    """N validation accuracies, 0 to 1; nan of a trial that failed."""
    states: np.ndarray
    """N of complete, pruned and failed."""
    best: int | None
    """Number of the best trial that is complete, of equals the first; None if none is."""


def outcomes(result: OptimizeResult) -> Outcomes:
    """Tell the trials of a result apart; one without `states` has complete ones only."""
    values = -np.asarray(result.func_vals, dtype=float)
    states = np.array(result.get("states", ["complete"] * len(values)), dtype=str)
    accuracies = np.where(states == "failed", np.nan, values)
    return Outcomes(accuracies, states, best_complete(accuracies, states))


def best_complete(accuracies: np.ndarray, states: np.ndarray) -> int | None:
    """Find the best of the trials that are complete, of equals the first; None if none is."""
    complete = np.where(states == "complete", accuracies, -np.inf)
    return int(complete.argmax()) if np.any(states == "complete") else None


def name_of_best(accuracy: float, trial: int) -> str:
    """Write for a key which trial is the best."""
    return f"best: {percent(accuracy)} in trial {trial}"
