"""How good each strategy is after how many trials."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hpo.figures.comparison.best_so_far import Curve, best_so_far, draw_best_so_far
from hpo.results.comparison import StudyResults, best_by_trial


def accuracy_by_trial_info(studies: Sequence[StudyResults]) -> list[Curve]:
    """Compute the best accuracy of each strategy after 1, 2, ... trials."""
    return best_so_far(studies, best_by_trial)


def draw_accuracy_by_trial(info: Sequence[Curve], width: float = 6.3) -> Figure:
    """Draw the curves, `width` in inches."""
    figure = draw_best_so_far(info, "Best accuracy by number of trials", "trials", width)
    figure.axes[0].xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    return figure
