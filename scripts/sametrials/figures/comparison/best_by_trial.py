"""How good each strategy is after how many trials."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sametrials.figures.comparison.best_so_far import BestSoFar, best_so_far, draw_best_so_far
from sametrials.results.comparison import StudyResults, best_by_trial


def best_by_trial_info(studies: Sequence[StudyResults]) -> BestSoFar:
    """Compute the best value of each strategy after 1, 2, ... trials."""
    return best_so_far(studies, best_by_trial)


def draw_best_by_trial(info: BestSoFar, width: float = 6.3) -> Figure:
    """Draw the curves, `width` in inches."""
    title = f"Best {info.objective.label} by number of trials"
    figure = draw_best_so_far(info.curves, info.objective, title, "trials", width)
    figure.axes[0].xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    return figure
