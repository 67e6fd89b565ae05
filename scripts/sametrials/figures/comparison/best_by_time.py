"""How good each strategy is after how much time."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from sametrials.figures.comparison.best_so_far import BestSoFar, best_so_far, draw_best_so_far
from sametrials.figures.shared.time_unit import unit_of
from sametrials.results.comparison import StudyResults, best_by_time


def best_by_time_info(studies: Sequence[StudyResults]) -> BestSoFar:
    """Compute the best value of each strategy by the seconds since its studies began."""
    return best_so_far(studies, best_by_time)


def draw_best_by_time(info: BestSoFar, width: float = 6.3) -> Figure:
    """Draw the curves, `width` in inches, in the unit that suits the longest."""
    unit, seconds = unit_of(max(curve.x[-1] for curve in info.curves))
    curves = [curve._replace(x=curve.x / seconds) for curve in info.curves]
    title = f"Best {info.objective.label} by time"
    return draw_best_so_far(curves, info.objective, title, unit, width)
