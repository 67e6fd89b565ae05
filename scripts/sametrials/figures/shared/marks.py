"""How each kind of ending of a trial is marked, and what a key calls the marks."""

from sametrials.figures.shared.style import GREY, SKY, VERMILION
from sametrials.figures.shared.values_text import best_text
from sametrials.study.objective import Objective

NONE_COMPLETE = "No trial of this study is complete, so there is nothing to show."
NONE_VARIES = "No dimension of the search space has more than one value."

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


def name_of_best(objective: Objective, value: float, trial: int) -> str:
    """Write for a key which trial is the best."""
    return f"best: {best_text(objective, value)} in trial {trial}"
